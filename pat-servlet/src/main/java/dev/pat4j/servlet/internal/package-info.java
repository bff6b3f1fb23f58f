/** How this module and that of the pages write to the log. Exported to that one alone. */
@NullMarked
package dev.pat4j.servlet.internal;

import org.jspecify.annotations.NullMarked;
