/**
 * A command line for administrators and for continuous integration: read {@link
 * dev.pat4j.examples.cli.Pat} first.
 */
@NullMarked
package dev.pat4j.examples.cli;

import org.jspecify.annotations.NullMarked;
