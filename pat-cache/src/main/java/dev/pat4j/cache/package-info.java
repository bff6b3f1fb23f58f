/** A bounded cache round any {@code TokenStore}, kept true by a {@code ChangeFeed}. */
@NullMarked
package dev.pat4j.cache;

import org.jspecify.annotations.NullMarked;
