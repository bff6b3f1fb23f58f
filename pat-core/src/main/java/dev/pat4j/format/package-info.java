/** The text form of a token: prefix, random body, checksum. */
@NullMarked
package dev.pat4j.format;

import org.jspecify.annotations.NullMarked;
