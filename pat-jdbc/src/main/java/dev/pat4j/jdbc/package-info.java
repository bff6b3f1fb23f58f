/** The durable store on any {@code DataSource}, its schema, and its feed of changes. */
@NullMarked
package dev.pat4j.jdbc;

import org.jspecify.annotations.NullMarked;
