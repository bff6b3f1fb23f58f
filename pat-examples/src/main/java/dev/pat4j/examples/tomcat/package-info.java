/** A web application in Tomcat whose filter is registered by its {@code web.xml}. */
@NullMarked
package dev.pat4j.examples.tomcat;

import org.jspecify.annotations.NullMarked;
