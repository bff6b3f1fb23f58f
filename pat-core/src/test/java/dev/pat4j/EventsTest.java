package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Lab.Held;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Exactly which events each operation tells, in order. */
class EventsTest {

  private final Lab lab =
      new Lab(
          b ->
              b.policy(TokenPolicy.builder().permitMintingByTokens().permitSelfRotation().build()));
  private final OwnedTokens mine = lab.mine();

  @SuppressWarnings("unchecked")
  private <E extends TokenEvent> E only(Class<E> kind) {
    assertEquals(1, lab.events.size(), () -> lab.events.toString());
    TokenEvent event = lab.events.remove(0);
    assertEquals(lab.clock.instant(), event.at());
    return assertInstanceOf(kind, event);
  }

  private Held issued() {
    Held held = lab.issue("repo");
    lab.events.clear();
    return held;
  }

  @Test
  void issuing() {
    Held held = lab.issue("repo");

    assertEquals(held.token(), only(TokenEvent.Issued.class).token());
  }

  @Test
  void minting() {
    Held parent = issued();
    lab.tokens.mint(
        lab.verified(parent.text()), TokenRequest.forOwner("ada").neverExpires().build());

    assertEquals(List.of("FirstUsed", "Issued"), lab.told());
  }

  @Test
  void refusing() {
    Held held = issued();
    lab.tokens.verify("acme_x", "192.0.2.1");
    TokenEvent.Refused malformed = only(TokenEvent.Refused.class);
    assertEquals(RejectionReason.MALFORMED, malformed.reason());
    assertEquals(Optional.empty(), malformed.tokenId());
    assertEquals(Optional.of("192.0.2.1"), malformed.from());

    mine.revoke(held.id(), "");
    lab.events.clear();
    lab.tokens.verify(held.text(), "not an address\r\nat all");
    TokenEvent.Refused revoked = only(TokenEvent.Refused.class);
    assertEquals(RejectionReason.REVOKED, revoked.reason());
    assertEquals(Optional.of(held.id()), revoked.tokenId());
    assertEquals(Optional.empty(), revoked.from());
  }

  @Test
  void usingForTheFirstTimeAndThenNoMore() {
    Held held = issued();
    lab.tokens.verify(held.text(), "192.0.2.1");
    TokenEvent.FirstUsed first = only(TokenEvent.FirstUsed.class);
    assertEquals(held.id(), first.token().id());
    assertEquals(Optional.of("192.0.2.1"), first.from());

    lab.tokens.verify(held.text(), "192.0.2.1");
    lab.tokens.flush();
    lab.clock.advance(Duration.ofDays(1));
    lab.tokens.verify(held.text(), "::ffff:192.0.2.1");
    lab.tokens.verify(held.text());
    assertEquals(List.of(), lab.told());
  }

  @Test
  void usingFromANewAddress() {
    Held held = issued();
    lab.tokens.verify(held.text(), "192.0.2.1");
    lab.events.clear();

    lab.tokens.verify(held.text(), "2001:DB8:0:0::1");
    TokenEvent.UsedFromNewAddress used = only(TokenEvent.UsedFromNewAddress.class);
    assertEquals("2001:db8::1", used.from());
    assertEquals(held.id(), used.token().id());

    lab.tokens.verify(held.text(), "2001:db8::1");
    lab.tokens.verify(held.text(), "192.0.2.1");
    assertEquals(List.of(), lab.told());
  }

  @Test
  void aRequestThatLacksAScopeTellsNothing() {
    Held held = issued();
    Verification outcome = lab.tokens.verify(held.text());
    lab.events.clear();
    outcome.requiring("admin:org");

    assertEquals(List.of(), lab.told());
  }

  @Test
  void changing() {
    Held held = issued();
    AccessToken renamed = mine.rename(held.id(), "desktop");
    TokenEvent.Changed event = only(TokenEvent.Changed.class);
    assertEquals(held.token(), event.before());
    assertEquals(renamed, event.after());

    mine.changeScopes(held.id(), "gist");
    mine.changeAllowedAddresses(held.id(), "::1");
    mine.changeAttributes(held.id(), Map.of("a", "b"));
    assertEquals(List.of("Changed", "Changed", "Changed"), lab.told());
  }

  @Test
  void regenerating() {
    Held held = issued();
    Held again = Lab.held(mine.regenerate(held.id()));

    assertEquals(again.token(), only(TokenEvent.Regenerated.class).token());
  }

  @Test
  void rotating() {
    Held held = issued();
    Held next = Lab.held(mine.rotate(held.id(), Duration.ofHours(1)));

    TokenEvent.Rotated event = only(TokenEvent.Rotated.class);
    assertEquals(mine.find(held.id()).orElseThrow(), event.retired());
    assertEquals(next.token(), event.successor());
  }

  @Test
  void rotatingASecondTimeTellsThatTheFamilyIsRevoked() {
    Held held = issued();
    Verified copy = lab.verified(held.text());
    mine.rotate(held.id(), Duration.ofHours(1));
    lab.events.clear();

    assertThrows(TokenStateException.class, () -> lab.tokens.rotate(copy, Duration.ZERO));
    assertEquals(List.of("Revoked", "Revoked"), lab.told());
  }

  @Test
  void revoking() {
    Held held = issued();
    mine.revoke(held.id(), "lost");

    AccessToken revoked = only(TokenEvent.Revoked.class).token();
    assertEquals(held.id(), revoked.id());
    assertEquals(Optional.of(new Revocation(Lab.START, "ada", "lost")), revoked.revocation());
    mine.revoke(held.id(), "again");
    assertEquals(List.of(), lab.told());
  }

  @Test
  void deleting() {
    Held held = issued();
    mine.delete(held.id());

    assertEquals(held.token(), only(TokenEvent.Deleted.class).token());
    mine.delete(held.id());
    assertEquals(List.of(), lab.told());
  }

  @Test
  void regeneratingDeletingAndRevokingTellOfWhatWasMinted() {
    for (Consumer<TokenId> ending :
        List.<Consumer<TokenId>>of(
            id -> mine.regenerate(id), id -> mine.delete(id), id -> mine.revoke(id, ""))) {
      Held parent = issued();
      lab.tokens.mint(
          lab.verified(parent.text()), TokenRequest.forOwner("ada").neverExpires().build());
      lab.events.clear();
      ending.accept(parent.id());

      List<String> told = lab.told();
      assertEquals(2, told.size());
      assertTrue(told.contains("Revoked"), told::toString);
    }
  }

  @Test
  void findingListingSearchingPurgingAndFlushingTellNothing() {
    Held held = issued();
    mine.list();
    mine.find(held.id());
    lab.tokens.administration().search(TokenQuery.all());
    lab.tokens.administration().purge(Duration.ZERO);
    lab.tokens.flush();
    lab.tokens.close();

    assertEquals(List.of(), lab.told());
  }

  @Test
  void whereNobodyListensAllWorksTheSame() {
    PersonalAccessTokens silent =
        PersonalAccessTokens.builder(lab.rows).clock(lab.clock).random(Lab.chance("s")).build();
    IssuedToken issued = silent.issue(TokenRequest.forOwner("ada").neverExpires().build());

    assertInstanceOf(Verified.class, silent.verify(issued.secret().reveal()));
    assertInstanceOf(Rejected.class, silent.verify(""));
  }
}
