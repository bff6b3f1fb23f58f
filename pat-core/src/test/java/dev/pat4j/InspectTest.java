package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pat4j.Lab.Held;
import dev.pat4j.hash.TokenHasher;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link TokenAdministration#inspect}: to look at a token is not to use it. */
class InspectTest {

  @Test
  void aTokenThatWouldBeAcceptedIsVerified() {
    Lab lab = new Lab();
    Held held = lab.issue("repo");

    Verified verified = assertInstanceOf(Verified.class, inspected(lab, held.text()));

    assertEquals(held.token(), verified.token());
    assertEquals("repo", verified.scopes().toString());
  }

  @Test
  void nothingIsRecordedToldOrWritten() {
    Lab lab = new Lab();
    Held held = lab.issue("repo");
    lab.events.clear();
    lab.store.forget();

    inspected(lab, held.text());
    inspected(lab, lab.neverIssued());
    inspected(lab, "nonsense");
    lab.tokens.flush();

    assertEquals(List.of(), lab.events);
    assertEquals(List.of("findByDigest", "findByDigest"), lab.store.calls());
    assertEquals(
        Optional.empty(), lab.tokens.ownedBy("ada").find(held.id()).orElseThrow().lastUsedAt());
  }

  @Test
  void aTokenBoundToAddressesIsLookedAtFromNone() {
    Lab lab = new Lab();
    Held held =
        Lab.held(lab.tokens.issue(Lab.request("repo").allowedAddresses("192.0.2.0/24").build()));

    assertInstanceOf(Verified.class, inspected(lab, held.text()));
  }

  @Test
  void aTokenThatIsRefusedIsStillNamed() {
    Lab lab = new Lab();
    Held held = lab.issue("repo");
    lab.tokens.ownedBy("ada").revoke(held.id(), "lost");

    Rejected rejected = assertInstanceOf(Rejected.class, inspected(lab, held.text()));

    assertEquals(RejectionReason.REVOKED, rejected.reason());
    assertEquals(Optional.of(held.id()), rejected.tokenId());
  }

  @Test
  void aRowUnderAnOldKeyStaysThere() {
    TokenHasher old = TokenHasher.hmacSha256("k1", new byte[32]);
    Lab before = new Lab(builder -> builder.hasher(old));
    Held held = before.issue("repo");
    Lab after =
        new Lab(before.rows, builder -> builder.hasher(TokenHasher.sha256().replacing(old)));

    assertInstanceOf(Verified.class, inspected(after, held.text()));
    after.tokens.flush();

    assertEquals("k1", before.rows.findById(held.id()).orElseThrow().hashKeyId());
  }

  @Test
  void nullIsRefused() {
    assertThrows(NullPointerException.class, () -> inspected(new Lab(), null));
  }

  @Test
  void theSha256IsToldUnlessAKeyHidesIt() {
    Lab plain = new Lab();
    Held held = plain.issue("repo");
    Lab keyed = new Lab(builder -> builder.hasher(TokenHasher.hmacSha256("k1", new byte[32])));

    assertEquals(
        Optional.of(HexFormat.of().formatHex(TokenHasher.sha256().digest(held.text()).toBytes())),
        held.token().sha256());
    assertEquals(Optional.empty(), keyed.issue("repo").token().sha256());
  }

  private static Verification inspected(Lab lab, String text) {
    return lab.tokens.administration().inspect(text);
  }
}
