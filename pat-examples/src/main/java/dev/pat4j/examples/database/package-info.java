/** How the examples name and open a database. */
@NullMarked
package dev.pat4j.examples.database;

import org.jspecify.annotations.NullMarked;
