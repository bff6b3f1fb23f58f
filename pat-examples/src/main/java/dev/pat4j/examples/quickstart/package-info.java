/** The example of the README, to be run. */
@NullMarked
package dev.pat4j.examples.quickstart;

import org.jspecify.annotations.NullMarked;
