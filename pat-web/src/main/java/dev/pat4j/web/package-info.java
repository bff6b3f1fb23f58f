/**
 * Servlets to mount, each in a line: a {@link dev.pat4j.web.WebHost} says who people are, and the
 * servlets do the rest.
 */
@NullMarked
package dev.pat4j.web;

import org.jspecify.annotations.NullMarked;
