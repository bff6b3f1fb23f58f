/** The byte-exact table of requests: how it is written, read and run. */
@NullMarked
package dev.pat4j.containers.table;

import org.jspecify.annotations.NullMarked;
