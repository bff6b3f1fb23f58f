/** The REST API of this library's own; not exported. */
@NullMarked
package dev.pat4j.web.rest;

import org.jspecify.annotations.NullMarked;
