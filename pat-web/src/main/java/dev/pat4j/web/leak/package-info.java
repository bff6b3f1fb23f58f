/** How leak reports are proven, read and carried out; not exported. */
@NullMarked
package dev.pat4j.web.leak;

import org.jspecify.annotations.NullMarked;
