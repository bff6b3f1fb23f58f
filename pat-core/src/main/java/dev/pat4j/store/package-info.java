/** The service provider interface of durable stores, the row they keep, and the in-memory store. */
@NullMarked
package dev.pat4j.store;

import org.jspecify.annotations.NullMarked;
