/** The contract that every token store passes, and test doubles made of real objects. */
@NullMarked
package dev.pat4j.testkit;

import org.jspecify.annotations.NullMarked;
