/** Several nodes on one database. */
@NullMarked
package dev.pat4j.cluster;

import org.jspecify.annotations.NullMarked;
