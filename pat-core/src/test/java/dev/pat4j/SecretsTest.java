package dev.pat4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Lab.Held;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The plaintext is nowhere but in the hands of whoever revealed it. */
class SecretsTest {

  private final List<String> secrets = Collections.synchronizedList(new ArrayList<>());
  private final List<Object> seen = new ArrayList<>();

  @Test
  @DisplayName("threat 17: raw tokens in logs and URLs (CodeIgniter Shield, Headscale, Rudder)")
  void afterAWholeLifeNoLogExceptionPrintedObjectEventRowOrFieldHoldsASecret() {
    try (CapturedLog log = new CapturedLog()) {
      Lab lab = wholeLife();

      assertTrue(secrets.size() >= 8, secrets::toString);
      assertHidden("log", log.text());
      for (Object object : seen) {
        assertHidden(object.getClass().getName(), String.valueOf(object));
      }
      for (StoredToken row : lab.rows.find(TokenQuery.all().limit(1_000))) {
        assertHidden("row", row.toString());
      }
      Set<Object> reached = Collections.newSetFromMap(new IdentityHashMap<>());
      reach(lab.tokens, reached);
      reach(lab.rows, reached);
      reach(lab.events, reached);
      reach(seen, reached);
      assertTrue(reached.size() > 300, () -> "only " + reached.size() + " objects were reached");
      for (Object object : reached) {
        if (object instanceof CharSequence text) {
          assertHidden("a field", text.toString());
        } else if (object instanceof byte[] bytes) {
          assertHidden("bytes", new String(bytes, UTF_8));
        } else if (object instanceof char[] characters) {
          assertHidden("characters", new String(characters));
        }
      }
      assertTrue(log.text().contains("dev.pat4j.audit issued: token="), "the log was captured");
    }
  }

  @Test
  void whatIsStillToBeRevealedIsInTheSecretAndNowhereElse() {
    Lab lab = new Lab();
    IssuedToken issued = lab.tokens.issue(Lab.request().build());
    Set<Object> reached = Collections.newSetFromMap(new IdentityHashMap<>());
    reach(issued.token(), reached);
    reach(lab.tokens, reached);
    reach(lab.rows, reached);
    reach(lab.events, reached);
    Set<Object> inSecret = Collections.newSetFromMap(new IdentityHashMap<>());
    reach(issued.secret(), inSecret);
    secrets.add(issued.secret().reveal());

    for (Object object : reached) {
      assertHidden("a field", String.valueOf(object));
    }
    assertTrue(inSecret.contains(secrets.get(0)), "this test can find a secret");
  }

  /** Neither a token nor its random part: also not in part, but for the last eight characters. */
  private void assertHidden(String where, String text) {
    for (String secret : secrets) {
      String body = secret.substring(secret.length() - 36);
      for (int i = 0; i + 12 <= body.length(); i += 4) {
        String part = body.substring(i, i + 12);
        assertFalse(text.contains(part), () -> where + " holds part of a secret: " + text);
      }
    }
  }

  private String reveal(IssuedToken issued) {
    seen.add(issued);
    seen.add(issued.token());
    seen.add(issued.secret());
    String text = issued.secret().reveal();
    secrets.add(text);
    return text;
  }

  private Verification verify(Lab lab, String text) {
    Verification outcome = lab.tokens.verify(text, "192.0.2.1");
    seen.add(outcome);
    seen.add(outcome.requiring("repo"));
    return outcome;
  }

  private void failing(Runnable call) {
    seen.add(assertThrows(RuntimeException.class, call::run));
  }

  private Lab wholeLife() {
    AtomicBoolean down = new AtomicBoolean();
    OldSystem old = new OldSystem();
    Lab lab =
        new Lab(
            new InMemoryTokenStore(),
            store ->
                new DelegatingStore(store) {
                  @Override
                  public Optional<StoredToken> findByDigest(TokenDigest digest) {
                    if (down.get()) {
                      throw new IllegalStateException("down while asked for " + digest);
                    }
                    return super.findByDigest(digest);
                  }

                  @Override
                  public void touch(Map<TokenId, LastUse> uses) {
                    if (down.get()) {
                      throw new IllegalStateException("down while told " + uses);
                    }
                    super.touch(uses);
                  }
                },
            b ->
                b.listener(TokenListener.slf4j())
                    .listener(
                        event -> {
                          throw new IllegalStateException("cannot take " + event);
                        })
                    .hasher(
                        TokenHasher.hmacSha256("k1", new byte[32]).replacing(TokenHasher.sha256()))
                    .foreignFormat(old)
                    .policy(
                        TokenPolicy.builder()
                            .permitMintingByTokens()
                            .permitSelfRotation()
                            .tokensPerOwner(30)
                            .build()));
    Lab before = new Lab(lab.rows, b -> b.random(Lab.chance("old")));
    OwnedTokens mine = lab.mine();
    TokenAdministration all = lab.tokens.administration();
    seen.addAll(List.of(lab.tokens, mine, all, Lab.request(), Lab.request().build()));
    seen.addAll(List.of(lab.tokens.policy(), lab.tokens.format(), lab.tokens.scopeCatalog()));

    String underOldKey = reveal(before.tokens.issue(Lab.request("repo").build()));
    Verified first = (Verified) verify(lab, underOldKey);
    String minted =
        reveal(lab.tokens.mint(first, TokenRequest.forOwner("ada").neverExpires().build()));
    verify(lab, minted);
    String rotated = reveal(lab.tokens.rotate(first, Duration.ofHours(1)));
    verify(lab, rotated);
    TokenId id = mine.list().get(0).id();
    failing(() -> lab.tokens.rotate(first, Duration.ofHours(1)));
    Held held = new Held(lab.tokens.issue(Lab.request("repo").build()).token(), "");
    String regenerated = reveal(mine.regenerate(held.id()));
    verify(lab, regenerated);
    String again = reveal(mine.rotate(held.id(), Duration.ofHours(1)));
    verify(lab, again);
    failing(() -> mine.regenerate(held.id()));
    failing(() -> mine.rotate(held.id(), Duration.ZERO));
    failing(() -> lab.tokens.ownedBy("bob").revoke(held.id(), ""));

    String never = lab.neverIssued();
    secrets.add(never);
    verify(lab, never);
    verify(lab, never.substring(0, never.length() - 1) + (never.endsWith("a") ? "b" : "a"));
    verify(lab, never + never);
    Held corrupt = lab.issue("gist");
    secrets.add(corrupt.text());
    lab.tamper(corrupt.id(), row -> row.scopes("nonsense"));
    verify(lab, corrupt.text());
    failing(() -> mine.rename(corrupt.id(), "x"));

    takenOver(lab, old);
    down.set(true);
    failing(() -> lab.tokens.verify(OldSystem.text(1)));
    failing(() -> lab.tokens.verify(again));
    lab.tokens.flush();
    down.set(false);
    lab.clock.advance(Duration.ofDays(85));
    all.announceExpiring();
    mine.revoke(held.id(), "lost");
    mine.delete(id);
    seen.addAll(all.search(TokenQuery.all()));
    seen.addAll(lab.events);
    reveal(lab.tokens.issue(Lab.request("repo").build()));
    lab.tokens.flush();
    lab.tokens.close();
    return lab;
  }

  private void takenOver(Lab lab, OldSystem old) {
    for (TokenImport token : List.of(OldSystem.hashed(1).build(), old.salted(2).build())) {
      seen.add(token);
      seen.add(lab.tokens.administration().importToken(token));
    }
    for (int number = 1; number <= 3; number++) {
      secrets.add(OldSystem.text(number));
      verify(lab, OldSystem.text(number));
    }
    Lab failing =
        new Lab(
            lab.rows,
            b ->
                b.foreignFormat(
                    text -> {
                      throw new IllegalStateException("cannot take " + text);
                    }));
    failing(() -> failing.tokens.verify(OldSystem.text(1)));
    failing(
        () ->
            lab.tokens
                .administration()
                .importToken(
                    TokenImport.forOwner("bob", Lab.START)
                        .neverExpires()
                        .sha256(OldSystem.sha256(OldSystem.text(1)))
                        .build()));
  }

  /** Whatever can be reached by fields of the library's own types, collections and exceptions. */
  private static void reach(Object start, Set<Object> reached) {
    ArrayDeque<Object> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      Object object = open.remove();
      if (!reached.add(object)) {
        continue;
      }
      List<Object> next = new ArrayList<>();
      if (object instanceof Map<?, ?> map) {
        next.addAll(map.keySet());
        next.addAll(map.values());
      } else if (object instanceof Collection<?> collection) {
        next.addAll(collection);
      } else if (object instanceof Optional<?> optional) {
        optional.ifPresent(next::add);
      } else if (object instanceof AtomicReference<?> reference) {
        next.add(reference.get());
      } else if (object instanceof Object[] array) {
        next.addAll(Arrays.asList(array));
      } else if (object instanceof Throwable thrown) {
        next.add(String.valueOf(thrown.getMessage()));
        next.add(thrown.getCause());
      } else if (object.getClass().getName().startsWith("dev.pat4j.")
          && !(object instanceof SecretsTest)) {
        next.addAll(fields(object));
      }
      next.stream().filter(each -> each != null).forEach(open::add);
    }
  }

  private static List<Object> fields(Object object) {
    List<Object> values = new ArrayList<>();
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().startsWith("dev.pat4j.")) {
        for (Field field : type.getDeclaredFields()) {
          try {
            field.setAccessible(true);
            values.add(field.get(object));
          } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
          }
        }
      }
    }
    return values;
  }
}
