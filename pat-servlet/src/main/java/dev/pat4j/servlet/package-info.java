/**
 * The filter that authenticates requests with personal access tokens, and the rules it decides by.
 */
@NullMarked
package dev.pat4j.servlet;

import org.jspecify.annotations.NullMarked;
