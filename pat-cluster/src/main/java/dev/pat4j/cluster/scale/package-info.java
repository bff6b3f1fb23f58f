/** How the store bears ten million tokens. */
@NullMarked
package dev.pat4j.cluster.scale;

import org.jspecify.annotations.NullMarked;
