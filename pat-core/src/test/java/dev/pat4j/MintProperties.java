package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.scope.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every token that a token issues. */
class MintProperties {

  private static final List<String> SCOPES =
      Lab.CATALOG.scopes().stream().map(Scope::name).toList();
  private static final List<String> RANGES =
      List.of("0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "::/0", "2001:db8::/32", "::1");

  @Provide
  Arbitrary<TokenRequest> requests() {
    Arbitrary<Set<String>> scopes = Arbitraries.of(SCOPES).set();
    Arbitrary<Set<String>> ranges = Arbitraries.of(RANGES).set().ofMaxSize(3);
    Arbitrary<Expiry> expiries =
        Arbitraries.oneOf(
            Arbitraries.just(Expiry.never()),
            Arbitraries.longs()
                .between(1, 1L << 40)
                .map(millis -> Expiry.after(Duration.ofMillis(millis))));
    return Combinators.combine(scopes, ranges, expiries)
        .as(
            (names, addresses, expiry) ->
                TokenRequest.forOwner("ada")
                    .scopes(names)
                    .allowedAddresses(addresses.toArray(String[]::new))
                    .expiry(expiry)
                    .build());
  }

  @Property(tries = 200)
  @Label("threat 4: a token minted a broader one (Elasticsearch CVE-2020-7009, CVE-2021-37937)")
  void aChildIsWithinItsParentsScopesExpiryAndAddressesThroughEveryGeneration(
      @ForAll("requests") TokenRequest first,
      @ForAll("requests") TokenRequest second,
      @ForAll("requests") TokenRequest third,
      @ForAll("requests") TokenRequest narrowed) {
    Lab lab = new Lab(b -> b.policy(TokenPolicy.builder().permitMintingByTokens().build()));
    IssuedToken parent = lab.tokens.issue(first);
    Optional<IssuedToken> child = mint(lab, parent, second);
    Optional<IssuedToken> grandchild = child.flatMap(issued -> mint(lab, issued, third));

    child.ifPresent(issued -> assertWithin(parent.token(), issued.token()));
    if (grandchild.isPresent()) {
      assertWithin(child.get().token(), grandchild.get().token());
    }

    lab.mine().changeScopes(parent.token().id(), narrowed.scopes());
    lab.mine()
        .changeAllowedAddresses(
            parent.token().id(),
            narrowed.allowedAddresses().stream().map(Object::toString).toArray(String[]::new));
    lab.mine().rotate(parent.token().id(), Duration.ofMinutes(1));
    AccessToken now = lab.mine().find(parent.token().id()).orElseThrow();
    for (AccessToken each : lab.mine().list()) {
      if (each.mintedBy().isPresent() && each.revocation().isEmpty()) {
        assertWithin(now, each);
      }
    }
  }

  private static Optional<IssuedToken> mint(Lab lab, IssuedToken parent, TokenRequest request) {
    Verified proof = new Verified(parent.token(), parent.token().scopes(), Lab.CATALOG);
    try {
      return Optional.of(lab.tokens.mint(proof, request));
    } catch (PolicyViolationException e) {
      assertEquals(TokenPolicy.Rule.DELEGATION, e.rule());
      return Optional.empty();
    }
  }

  private static void assertWithin(AccessToken parent, AccessToken child) {
    assertTrue(
        parent.scopes().covers(child.scopes()), () -> parent.scopes() + " " + child.scopes());
    parent.expiresAt().ifPresent(end -> assertFalse(child.expiresAt().orElseThrow().isAfter(end)));
    if (!parent.allowedAddresses().isEmpty()) {
      assertFalse(child.allowedAddresses().isEmpty());
      for (AddressRange range : child.allowedAddresses()) {
        assertTrue(
            parent.allowedAddresses().stream().anyMatch(outer -> outer.contains(range)),
            () -> parent.allowedAddresses() + " " + range);
      }
    }
  }
}
