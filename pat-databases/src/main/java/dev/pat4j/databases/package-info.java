/** Real databases for tests: found or unpacked, started, stopped, killed. */
@NullMarked
package dev.pat4j.databases;

import org.jspecify.annotations.NullMarked;
