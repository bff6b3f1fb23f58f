/**
 * A small git host behind personal access tokens: start {@link
 * dev.pat4j.examples.githost.GitHostDemo}, read {@link dev.pat4j.examples.githost.GitHost} first.
 */
@NullMarked
package dev.pat4j.examples.githost;

import org.jspecify.annotations.NullMarked;
