/**
 * A bounded cache round any {@link dev.pat4j.store.TokenStore}, kept true by a {@link
 * dev.pat4j.store.ChangeFeed}.
 */
@NullMarked
package dev.pat4j.cache;

import org.jspecify.annotations.NullMarked;
