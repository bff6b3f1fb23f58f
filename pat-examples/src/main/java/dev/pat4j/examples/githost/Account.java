package dev.pat4j.examples.githost;

import java.security.Principal;
import java.time.Instant;

/**
 * A person with an account on this host.
 *
 * @param id numeric, as clients of GitHub's API expect it
 */
record Account(String login, long id, Instant createdAt) implements Principal {

  @Override
  public String getName() {
    return login;
  }
}
