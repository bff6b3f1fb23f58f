package dev.pat4j.cluster.model;

import dev.pat4j.IssuedToken;
import dev.pat4j.RejectionReason;
import dev.pat4j.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is true of all tokens, whichever node is asked: no store, no cache, no network. */
final class Model {

  final TestClock clock = TestClock.at(Instant.parse("2026-03-01T12:00:00Z"));
  final Set<String> disabled = new HashSet<>();
  final List<Expected> tokens = new ArrayList<>();

  /** Every secret there ever was: those that are dead must stay so. */
  final List<String> secrets = new ArrayList<>();

  Expected add(IssuedToken issued, Expected mintedBy) {
    String secret = issued.secret().reveal();
    Expected token = new Expected(issued.token().id(), issued.token().owner(), secret, mintedBy);
    token.name = issued.token().name();
    token.scopes = new TreeSet<>(issued.token().scopes().names());
    token.issuedAt = clock.instant();
    token.expiresAt = issued.token().expiresAt().orElse(null);
    tokens.add(token);
    secrets.add(secret);
    return token;
  }

  /** Why a secret is refused now, or by which token it is accepted. */
  String answer(String secret) {
    for (Expected token : tokens) {
      if (token.secret.equals(secret)) {
        RejectionReason why = whyNot(token);
        return why == null ? accepted(token.name, token.scopes) : why.name();
      }
    }
    return RejectionReason.UNKNOWN.name();
  }

  static String accepted(String name, Set<String> scopes) {
    return "accepted " + name + " " + new TreeSet<>(scopes);
  }

  boolean isValid(Expected token) {
    return whyNot(token) == null;
  }

  private RejectionReason whyNot(Expected token) {
    if (token.isRevoked()) {
      return RejectionReason.REVOKED;
    }
    if (token.isExpiredAt(clock.instant())) {
      return RejectionReason.EXPIRED;
    }
    return disabled.contains(token.owner) ? RejectionReason.OWNER_INACTIVE : null;
  }

  void revoke(Expected token) {
    revokeOne(token);
    descendants(token).forEach(this::revokeOne);
  }

  void regenerate(Expected token, IssuedToken issued) {
    token.secret = issued.secret().reveal();
    secrets.add(token.secret);
    token.expiresAt = renewed(token);
    token.issuedAt = clock.instant();
    descendants(token).forEach(this::revokeOne);
  }

  /** As long again as it was given; a minted one no longer than it had. */
  Instant renewed(Expected token) {
    return token.expiresAt == null || token.mintedBy != null
        ? token.expiresAt
        : clock.instant().plus(Duration.between(token.issuedAt, token.expiresAt));
  }

  void retire(Expected token, Duration overlap) {
    token.rotated = true;
    token.expiresAt = Expected.earlier(token.expiresAt, clock.instant().plus(overlap));
    narrowDescendants(token);
  }

  void changeScopes(Expected token, Set<String> scopes) {
    token.scopes = new TreeSet<>(scopes);
    narrowDescendants(token);
  }

  void delete(Expected token) {
    descendants(token).forEach(this::revokeOne);
    tokens.remove(token);
  }

  int purge(Duration deadFor) {
    int before = tokens.size();
    tokens.removeIf(token -> token.wasDeadBefore(clock.instant().minus(deadFor)));
    return before - tokens.size();
  }

  /** Children before grandchildren. What was purged has none that can be found any more. */
  private List<Expected> descendants(Expected ancestor) {
    List<Expected> found = new ArrayList<>(List.of(ancestor));
    for (int i = 0; i < found.size(); i++) {
      Expected parent = found.get(i);
      tokens.stream().filter(token -> token.mintedBy == parent).forEach(found::add);
    }
    return found.subList(1, found.size());
  }

  private void narrowDescendants(Expected ancestor) {
    for (Expected token : descendants(ancestor)) {
      if (!token.isRevoked()) {
        token.narrow(token.mintedBy);
      }
    }
  }

  private void revokeOne(Expected token) {
    if (!token.isRevoked()) {
      token.revokedAt = clock.instant();
    }
  }
}
