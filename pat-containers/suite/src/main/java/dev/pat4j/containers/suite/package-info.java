/** The tests, which every container's module selects by this package. */
@NullMarked
package dev.pat4j.containers.suite;

import org.jspecify.annotations.NullMarked;
