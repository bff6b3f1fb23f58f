package dev.pat4j.benchmarks;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.TokenStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/**
 * Tokens as a host has them: ten an owner, each with a name, three scopes and an expiry; issued,
 * and presented in an order that no cache of the machine foresees.
 */
public final class Population {

  static final String PREFIX = "acme";
  static final TokenFormat FORMAT = TokenFormat.withPrefix(PREFIX);

  static final ScopeCatalog SCOPES =
      ScopeCatalog.builder()
          .scope("repo", "Full control of repositories")
          .scope("repo:read", "Read repositories", ScopeCatalog.within("repo"))
          .scope("read:user", "Read the profile")
          .scope("write:packages", "Upload packages")
          .build();

  private static final String[][] GRANTS = {
    {"repo", "read:user", "write:packages"},
    {"repo:read", "read:user", "write:packages"},
  };

  private Population() {}

  /** The library over this store, as a host would build it. */
  public static PersonalAccessTokens library(TokenStore store, TokenHasher hasher) {
    return PersonalAccessTokens.builder(store)
        .format(FORMAT)
        .scopes(SCOPES)
        .hasher(hasher)
        .random(new FastRandom())
        .clock(new OneMinute())
        .lastUseInterval(Duration.ofDays(1))
        .build();
  }

  /** Issues so many tokens; their texts, shuffled. */
  public static String[] issue(PersonalAccessTokens tokens, int many) {
    String[] secrets = new String[many];
    for (int i = 0; i < many; i++) {
      secrets[i] =
          tokens
              .issue(
                  TokenRequest.forOwner("owner-" + i / 10)
                      .name("laptop no. " + i % 10)
                      .scopes(GRANTS[i & 1])
                      .expiresAfter(Duration.ofDays(90))
                      .build())
              .secret()
              .reveal();
    }
    Random order = new Random(1);
    for (int i = many - 1; i > 0; i--) {
      int other = order.nextInt(i + 1);
      String secret = secrets[i];
      secrets[i] = secrets[other];
      secrets[other] = secret;
    }
    return secrets;
  }

  /**
   * The system's clock, round half a minute of its own: a last use is noted once a minute for each
   * token, and would otherwise fall into one iteration with a million of them and into none with
   * the next.
   */
  private static final class OneMinute implements InstantSource {
    private static final long HALF_A_MINUTE = 0x7FFF;
    private final long begun = System.currentTimeMillis() / 60_000 * 60_000;

    @Override
    public long millis() {
      return begun + (System.currentTimeMillis() & HALF_A_MINUTE);
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis());
    }
  }

  /** Millions of secrets that protect nothing: the platform's source would take most of the run. */
  private static final class FastRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final transient Random random = new Random(42);

    @Override
    public void nextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }
  }
}
