package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.TokenVerifier;
import dev.pat4j.Verification;
import dev.pat4j.containers.Answer;
import dev.pat4j.containers.HostTest;
import dev.pat4j.containers.WatchedStore.Trouble;
import dev.pat4j.containers.WebApp;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A store in trouble: 503, which tells git to keep the token that it has saved. Never 401, which
 * erases it, and never a pass.
 */
class StoreTroubleTest extends HostTest {

  private static final long PATIENCE_NANOS = 5_000_000_000L;
  private static final long PAUSE_NANOS = 5_000_000L;

  @Override
  protected WebApp[] applications() {
    return new WebApp[] {
      application("", filter()),
      application("/null", filterOf(presented -> null)),
      application("/throws", filterOf(presented -> throwing())),
    };
  }

  @AfterEach
  void recover() {
    library.store().set(Trouble.NONE);
  }

  @ParameterizedTest
  @EnumSource(names = {"DOWN", "BROKEN", "NULL"})
  void answers503OverBearer(Trouble trouble) throws IOException {
    library.store().set(trouble);

    assertUnavailable(get("/api/repos", "read"));
  }

  @ParameterizedTest
  @EnumSource(names = {"DOWN", "BROKEN", "NULL"})
  void answers503OverBasic(Trouble trouble) throws IOException {
    library.store().set(trouble);
    String pair = "git:" + library.token("read");
    String base64 = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

    assertUnavailable(ask("GET", "/git/demo.git/info/refs", "Authorization: Basic " + base64));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/null/api/repos", "/throws/api/repos"})
  void answers503ForAVerifierThatBreaksItsPromise(String path) throws IOException {
    assertUnavailable(get(path, "read"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "revoked", "expired"})
  void doesNotCallATokenBadThatItCouldNotLookUp(String token) throws IOException {
    library.store().set(Trouble.DOWN);

    assertUnavailable(get("/api/repos", token));
  }

  @Test
  void stillChallengesWhoShowsNothingAndRefusesWhatIsNoToken() throws IOException {
    library.store().set(Trouble.DOWN);

    assertRefused(401, BOTH_CHALLENGES, ask("GET", "/api/repos"));
    assertEquals(401, get("/api/repos", "badsum").status());
    assertEquals(0, library.store().takeReads());
  }

  @Test
  void stillServesOpenPaths() throws IOException {
    library.store().set(Trouble.DOWN);

    assertServed("anonymous", get("/open", "read"));
  }

  @Test
  void goesOnAsBeforeWhenTheStoreIsBack() throws IOException {
    library.store().set(Trouble.DOWN);
    get("/api/repos", "read");
    library.store().set(Trouble.NONE);

    assertServed("ada", get("/api/repos", "read"));
  }

  @Test
  void servesWhenOnlyTheLastUseCannotBeWritten() throws IOException {
    library.store().set(Trouble.READ_ONLY);

    assertServed("grace", get("/api/repos", "grace"));
    awaitFailedTouch();
    assertServed("grace", get("/api/repos", "grace"));
  }

  private void assertUnavailable(Answer answer) {
    assertRefused(503, List.of(), answer);
    assertEquals(List.of("10"), answer.all("Retry-After"));
    assertEquals(List.of("no-store"), answer.all("Cache-Control"));
    assertEquals("temporarily unavailable\n", answer.body());
  }

  private void awaitFailedTouch() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (library.store().failedTouches() == 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    assertTrue(library.store().failedTouches() > 0, "nobody tried to write the last use");
  }

  private TokenAuthenticationFilter.Builder filterOf(Verifying verifying) {
    TokenVerifier verifier =
        new TokenVerifier() {
          @Override
          @SuppressWarnings("NullAway") // a verifier that breaks its contract
          public Verification verify(@Nullable String presented, @Nullable String clientAddress) {
            return verifying.verify(presented);
          }

          @Override
          public ScopeCatalog scopeCatalog() {
            return library.tokens().scopeCatalog();
          }
        };
    return TokenAuthenticationFilter.builder(verifier).realm(REALM).rules(rules());
  }

  private static Verification throwing() {
    throw new IllegalStateException("broken");
  }

  private interface Verifying {
    @Nullable Verification verify(@Nullable String presented);
  }
}
