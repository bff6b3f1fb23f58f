package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.pat4j.Lab.Held;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit log: one line for each event, which nobody can break, forge or learn a secret from. */
class LoggingListenerTest {

  private final Lab lab =
      new Lab(
          b ->
              b.listener(TokenListener.slf4j())
                  .policy(
                      TokenPolicy.builder().permitMintingByTokens().permitSelfRotation().build()));

  private List<String> logged(Runnable operation) {
    try (CapturedLog log = new CapturedLog()) {
      operation.run();
      assertTrue(log.text().lines().allMatch(line -> line.startsWith("dev.pat4j.audit ")));
      return log.lines(Level.TRACE);
    }
  }

  @Test
  void everyEventIsALine() {
    AtomicReference<Held> held = new AtomicReference<>();
    assertEquals(
        List.of(
            "INFO issued: token=$ owner='ada' scopes='repo' expires=2026-05-30T12:00:00.123Z"
                + " minted-by=-"),
        hide(held, logged(() -> held.set(lab.issue("repo")))));
    String text = held.get().text();
    TokenId id = held.get().id();
    AtomicReference<Held> given = new AtomicReference<>();
    TokenAdministration administration = lab.tokens.administration();
    assertEquals(
        List.of(
            "INFO issued: token=$ owner='ada' scopes='repo' expires=2026-05-30T12:00:00.123Z"
                + " minted-by=- by='ro''ot'"),
        hide(
            given,
            logged(
                () ->
                    given.set(
                        Lab.held(administration.issue(Lab.request("repo").build(), "ro'ot"))))));
    lab.mine().delete(given.get().id());

    AtomicReference<Held> imported = new AtomicReference<>();
    assertEquals(
        List.of("INFO imported: token=$ owner='ada' scopes='repo:read' expires=-"),
        hide(
            imported,
            logged(
                () ->
                    imported.set(
                        new Held(
                            lab.tokens.administration().importToken(OldSystem.hashed(1).build()),
                            "")))));

    assertEquals(
        List.of("INFO first used: token=$ owner='ada' from='192.0.2.1'"),
        hide(held, logged(() -> lab.tokens.verify(text, "192.0.2.1"))));
    assertEquals(
        List.of("INFO used from a new address: token=$ owner='ada' from='::1'"),
        hide(held, logged(() -> lab.tokens.verify(text, "::1"))));
    assertEquals(
        List.of("INFO changed: token=$ owner='ada' scopes='gist' before='repo'"),
        hide(held, logged(() -> lab.mine().changeScopes(id, "gist"))));
    assertEquals(
        List.of("INFO regenerated: token=$ owner='ada'"),
        hide(held, logged(() -> lab.mine().regenerate(id))));
    lab.clock.advance(Duration.ofDays(84));
    assertEquals(
        List.of("INFO expiring: token=$ owner='ada' at=2026-05-30T12:00:00.123Z"),
        hide(held, logged(() -> lab.tokens.administration().announceExpiring())));
    AtomicReference<IssuedToken> next = new AtomicReference<>();
    List<String> rotated = logged(() -> next.set(lab.mine().rotate(id, Duration.ofHours(1))));
    assertEquals(
        List.of("INFO rotated: token=$ owner='ada' into token=" + next.get().token().id()),
        hide(held, rotated));
    assertEquals(
        List.of("INFO revoked: token=$ owner='ada' by='ada' reason='laptop lost'"),
        hide(held, logged(() -> lab.mine().revoke(id, "laptop lost"))));
    assertEquals(
        List.of("INFO deleted: token=$ owner='ada'"),
        hide(held, logged(() -> lab.mine().delete(id))));
  }

  private static List<String> hide(AtomicReference<Held> held, List<String> lines) {
    return lines.stream().map(line -> line.replace("token=" + held.get().id(), "token=$")).toList();
  }

  @Test
  void refusalsAreAtLevelDebug() {
    Held held = lab.issue();
    lab.mine().revoke(held.id(), "");

    assertEquals(
        List.of("DEBUG refused: MALFORMED token=- from='192.0.2.1'"),
        logged(() -> lab.tokens.verify("x", "192.0.2.1")));
    assertEquals(
        List.of("DEBUG refused: REVOKED token=" + held.id() + " from=-"),
        logged(() -> lab.tokens.verify(held.text())));
  }

  @Test
  void aMintedTokenNamesItsParent() {
    Held parent = lab.issue();
    Verified proof = lab.verified(parent.text());
    List<String> lines =
        logged(() -> lab.tokens.mint(proof, TokenRequest.forOwner("ada").neverExpires().build()));

    assertTrue(
        lines.get(0).endsWith("expires=2026-05-30T12:00:00.123Z minted-by=" + parent.id()),
        lines::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r", "\n", "\u0000", "\u001b", "\u0085", "\u2028", "\u2029", "\u202E", "\u200B", "\u2066",
        "\uFEFF", "\uD800"
      })
  void whatBreaksOrTurnsALineIsAQuestionMark(String bad) {
    AccessToken token = lab.issue().token();
    StoredToken row =
        StoredToken.builder(token.id(), token.row().digest(), "sha256", "a" + bad + "da", Lab.START)
            .revocation(new Revocation(Lab.START, "ro" + bad + "ot", "l" + bad + bad + "ost"))
            .build();
    AccessToken tampered = new AccessToken(row, Lab.CATALOG.none(), List.of());

    assertEquals(
        List.of("INFO revoked: token=" + token.id() + " owner='a?da' by='ro?ot' reason='l??ost'"),
        logged(() -> TokenListener.slf4j().onEvent(new TokenEvent.Revoked(Lab.START, tampered))));
    assertEquals(
        List.of("DEBUG refused: UNKNOWN token=- from='1?2'"),
        logged(
            () ->
                TokenListener.slf4j()
                    .onEvent(
                        new TokenEvent.Refused(
                            Lab.START,
                            RejectionReason.UNKNOWN,
                            Optional.empty(),
                            Optional.of("1" + bad + "2")))));
  }

  @Test
  void nobodyCanWriteFieldsOfHisOwn() {
    Held held =
        Lab.held(
            lab.tokens.issue(TokenRequest.forOwner("o'brien' by='root").neverExpires().build()));

    assertEquals(
        List.of(
            "INFO revoked: token="
                + held.id()
                + " owner='o''brien'' by=''root' by='o''brien'' by=''root' reason='x'' {}'"),
        logged(() -> lab.tokens.ownedBy("o'brien' by='root").revoke(held.id(), "x' {}")));
  }

  @Test
  void emojiAndOtherScriptsAreLeftAlone() {
    Held held =
        Lab.held(
            lab.tokens.issue(TokenRequest.forOwner("ünï 山\uD83D\uDE80").neverExpires().build()));

    assertEquals(
        List.of("INFO first used: token=" + held.id() + " owner='ünï 山\uD83D\uDE80' from=-"),
        logged(() -> lab.tokens.verify(held.text())));
  }
}
