/**
 * Issuing, verifying and managing personal access tokens; {@link dev.pat4j.PersonalAccessTokens} is
 * the door.
 */
@NullMarked
package dev.pat4j;

import org.jspecify.annotations.NullMarked;
