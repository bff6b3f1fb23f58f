/** Small mechanics that no rule of the product lives in. Not exported. */
@NullMarked
package dev.pat4j.internal;

import org.jspecify.annotations.NullMarked;
