/**
 * Personal access tokens over HTTP: {@link dev.pat4j.servlet.TokenAuthenticationFilter} reads the
 * credentials of a request, {@link dev.pat4j.servlet.AccessRules} say what it needs, and a handler
 * may ask for more with {@link dev.pat4j.servlet.RequireScopes}.
 */
@NullMarked
package dev.pat4j.servlet;

import org.jspecify.annotations.NullMarked;
