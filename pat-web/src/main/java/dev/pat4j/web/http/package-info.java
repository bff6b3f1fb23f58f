/** What every servlet of this module does to requests and answers; not exported. */
@NullMarked
package dev.pat4j.web.http;

import org.jspecify.annotations.NullMarked;
