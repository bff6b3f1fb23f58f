/** GitHub's OAuth Authorizations API over the library; not exported. */
@NullMarked
package dev.pat4j.web.github;

import org.jspecify.annotations.NullMarked;
