/** From a token's text to the 32 bytes under which its row is kept. */
@NullMarked
package dev.pat4j.hash;

import org.jspecify.annotations.NullMarked;
