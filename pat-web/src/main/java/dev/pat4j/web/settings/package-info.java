/** The settings page: what {@link dev.pat4j.web.TokenSettingsServlet} shows; not exported. */
@NullMarked
package dev.pat4j.web.settings;

import org.jspecify.annotations.NullMarked;
