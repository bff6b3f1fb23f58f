/** What the OAuth endpoints have in common: forms, clients and errors; not exported. */
@NullMarked
package dev.pat4j.web.oauth;

import org.jspecify.annotations.NullMarked;
