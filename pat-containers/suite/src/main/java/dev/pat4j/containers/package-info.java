/**
 * What the filter must do over a real socket, whatever the container: the suite that every
 * container's module runs.
 */
@NullMarked
package dev.pat4j.containers;

import org.jspecify.annotations.NullMarked;
