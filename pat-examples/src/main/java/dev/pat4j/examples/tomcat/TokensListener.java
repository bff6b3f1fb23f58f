package dev.pat4j.examples.tomcat;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.InMemoryTokenStore;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/**
 * Builds the library when the application starts, puts it where the filter in {@code web.xml} is
 * told to look for it, and closes it at the end. Listeners come before filters.
 */
public final class TokensListener implements ServletContextListener {

  /** The ServletContext attribute that {@code web.xml} names. */
  static final String TOKENS = "tokens";

  /** Made by the container. */
  public TokensListener() {}

  static PersonalAccessTokens tokensIn(ServletContext context) {
    return (PersonalAccessTokens) context.getAttribute(TOKENS);
  }

  @Override
  public void contextInitialized(ServletContextEvent event) {
    event
        .getServletContext()
        .setAttribute(
            TOKENS,
            PersonalAccessTokens.builder(new InMemoryTokenStore())
                .format(TokenFormat.withPrefix("acme"))
                .scopes(ScopeCatalog.builder().scope("notes", "Read your notes").build())
                .build());
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    tokensIn(event.getServletContext()).close();
  }
}
