/** Scopes as declared data: a catalogue of names, and sets that answer in a few bit operations. */
@NullMarked
package dev.pat4j.scope;

import org.jspecify.annotations.NullMarked;
