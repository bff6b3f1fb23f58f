package dev.pat4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Lab.Held;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenQuery;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keys rotate without a token dying, and without a write by a request. */
class RekeyingTest {

  private static final byte[] NEW = "a new pepper of at least 32 bytes!".getBytes(UTF_8);

  private final InMemoryTokenStore rows = new InMemoryTokenStore();
  private final Held held = new Lab(rows, builder -> builder).issue();
  private final Lab lab =
      new Lab(
          rows,
          builder ->
              builder
                  .random(Lab.chance("rotating"))
                  .hasher(TokenHasher.hmacSha256("k1", NEW).replacing(TokenHasher.sha256())));

  @Test
  void aRowUnderAnOldKeyIsMovedToTheNewestByTheFlushAfterItsUse() {
    lab.verified(held.text());
    assertEquals("sha256", lab.row(held.id()).hashKeyId());

    lab.tokens.flush();
    assertEquals("k1", lab.row(held.id()).hashKeyId());
    lab.store.forget();
    lab.verified(held.text());

    assertEquals(List.of("findByDigest"), lab.store.calls());
    assertTrue(lab.row(held.id()).lastUse().isPresent());
  }

  @Test
  void aRowThatIsNotUsedIsNotMoved() {
    Held unused = new Lab(rows, builder -> builder.random(Lab.chance("other"))).issue();
    lab.verified(held.text());
    lab.tokens.flush();

    assertEquals("sha256", lab.row(unused.id()).hashKeyId());
  }

  @Test
  void aRefusedTokenIsNotMoved() {
    lab.mine().revoke(held.id(), "");
    lab.refused(held.text());
    lab.tokens.flush();

    assertEquals("sha256", lab.row(held.id()).hashKeyId());
  }

  @Test
  void aTokenThatWasRegeneratedMeanwhileIsLeftAlone() {
    lab.verified(held.text());
    Held again = Lab.held(lab.mine().regenerate(held.id()));
    lab.tokens.flush();

    lab.verified(again.text());
    assertEquals(RejectionReason.UNKNOWN, lab.refused(held.text()));
  }

  @Test
  void aTokenThatWasRevokedMeanwhileStaysRevoked() {
    lab.verified(held.text());
    lab.mine().revoke(held.id(), "");
    lab.tokens.flush();

    assertEquals(RejectionReason.REVOKED, lab.refused(held.text()));
  }

  @Test
  void onceTheOldKeyIsDroppedOnlyWhatWasMovedIsFound() {
    Held unused = new Lab(rows, builder -> builder.random(Lab.chance("other"))).issue();
    lab.verified(held.text());
    lab.tokens.flush();
    Lab after = new Lab(rows, builder -> builder.hasher(TokenHasher.hmacSha256("k1", NEW)));

    after.verified(held.text());
    assertEquals(RejectionReason.UNKNOWN, after.refused(unused.text()));
    assertEquals(
        List.of(unused.id()),
        after.tokens.administration().stream(TokenQuery.all().hashedUnder("sha256"))
            .map(AccessToken::id)
            .toList());
  }

  @Test
  void aTokenThatIsReKeyedBetweenTwoLooksIsNotCalledUnknown() {
    lab.verified(held.text());
    Lab other =
        new Lab(
            rows,
            store ->
                new DelegatingStore(store) {
                  @Override
                  public Optional<StoredToken> findByDigest(TokenDigest digest) {
                    Optional<StoredToken> found = super.findByDigest(digest);
                    lab.tokens.flush();
                    return found;
                  }
                },
            b -> b.hasher(TokenHasher.hmacSha256("k1", NEW).replacing(TokenHasher.sha256())));

    other.verified(held.text());
    assertEquals(List.of("findByDigest", "findByDigest", "findByDigest"), other.store.calls());
  }

  @Test
  @DisplayName("threat 31: a token that is unknown under all keys costs a read for each, and one")
  void whatIsUnknownUnderAllKeysCostsABoundedNumberOfReads() {
    assertEquals(RejectionReason.UNKNOWN, lab.refused(lab.neverIssued()));
    assertEquals(List.of("findByDigest", "findByDigest", "findByDigest"), lab.store.calls());
  }
}
