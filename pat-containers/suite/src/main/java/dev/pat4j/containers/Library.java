package dev.pat4j.containers;

import dev.pat4j.IssuedToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.TokenId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The library as a host sets it up, on a store that is watched, with a token for each purpose. */
public final class Library implements AutoCloseable {

  private static final TokenFormat FORMAT = TokenFormat.withPrefix("acme");
  private static final String DISABLED = "mallory";

  private final WatchedStore store = new WatchedStore();
  private final Map<String, String> named = new LinkedHashMap<>();
  private final Map<String, TokenId> ids = new LinkedHashMap<>();
  private volatile boolean mallory = true;
  private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final PersonalAccessTokens tokens =
      PersonalAccessTokens.builder(store)
          .format(FORMAT)
          .scopes(catalog())
          .owners(owner -> mallory || !owner.equals(DISABLED))
          .clock(() -> now)
          .lastUseInterval(Duration.ofMillis(1))
          .build();

  /** Issues the named tokens, and brings about what is wrong with some of them. */
  public Library() {
    issue("read", "ada", "repo:read");
    issue("write", "ada", "repo");
    issue("admin", "ada", "admin");
    issue("mail", "ada", "user:email");
    issue("all", "ada", "repo", "admin", "user:email");
    issue("none", "ada");
    issue("grace", "grace", "repo");
    issue(
        "here", request("ada").scopes("repo:read").allowedAddresses("127.0.0.0/8").neverExpires());
    issue(
        "elsewhere",
        request("ada").scopes("repo:read").allowedAddresses("192.0.2.0/24").neverExpires());
    issue("expired", request("ada").scopes("repo:read").expiresAfter(Duration.ofHours(1)));
    issue("revoked", "ada", "repo:read");
    issue("deleted", "ada", "repo:read");
    issue("rotated", "ada", "repo:read");
    issue("disabled", DISABLED, "repo:read");
    tokens.ownedBy("ada").revoke(id("revoked"), "lost");
    tokens.ownedBy("ada").delete(id("deleted"));
    tokens.ownedBy("ada").rotate(id("rotated"), Duration.ofMinutes(1));
    mallory = false;
    now = now.plus(Duration.ofHours(1));
    addNeverIssued();
  }

  /** The library itself. */
  public PersonalAccessTokens tokens() {
    return tokens;
  }

  /** Its store. */
  public WatchedStore store() {
    return store;
  }

  /** Every named token in plain text. */
  public Map<String, String> named() {
    return Map.copyOf(named);
  }

  /** A named token in plain text. */
  public String token(String name) {
    String token = named.get(name);
    if (token == null) {
      throw new IllegalArgumentException("no token is called " + name);
    }
    return token;
  }

  /** The id of a named token. */
  public TokenId id(String name) {
    TokenId id = ids.get(name);
    if (id == null) {
      throw new IllegalArgumentException("no token was issued as " + name);
    }
    return id;
  }

  /** Issues one more token that does not expire. */
  public void issue(String name, String owner, String... scopes) {
    issue(name, request(owner).scopes(scopes).neverExpires());
  }

  /** Issues one more token that expires in so long. */
  public void issueFor(Duration lifetime, String name, String owner, String... scopes) {
    issue(name, request(owner).scopes(scopes).expiresAfter(lifetime));
  }

  @Override
  public void close() {
    tokens.close();
  }

  private void issue(String name, TokenRequest.Builder request) {
    IssuedToken issued = tokens.issue(request.build());
    named.put(name, issued.secret().reveal());
    ids.put(name, issued.token().id());
  }

  private void addNeverIssued() {
    String read = token("read");
    named.put("unknown", FORMAT.generate(new SecureRandom()));
    named.put("foreign", TokenFormat.withPrefix("ghp").generate(new SecureRandom()));
    named.put("badsum", read.substring(0, read.length() - 1) + otherThan(read));
    named.put("flipped", Ascii.flipped(read));
    named.put("digest", Ascii.hex(TokenHasher.sha256().digest(read).toBytes()));
  }

  private static char otherThan(String token) {
    return token.endsWith("0") ? '1' : '0';
  }

  private static TokenRequest.Builder request(String owner) {
    return TokenRequest.forOwner(owner);
  }

  private static ScopeCatalog catalog() {
    return ScopeCatalog.builder()
        .scope("repo", "Read and write repositories")
        .scope("repo:read", "Read repositories", ScopeCatalog.within("repo"))
        .scope("admin", "Administer")
        .scope("user:email", "Read e-mail addresses")
        .build();
  }
}
