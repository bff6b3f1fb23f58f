package dev.pat4j.cluster.model;

import dev.pat4j.store.TokenId;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** A token as it should be by now. */
final class Expected {

  final TokenId id;
  final String owner;
  final Expected mintedBy;
  String secret;
  String name;
  Set<String> scopes;
  Instant issuedAt;
  Instant expiresAt;
  Instant revokedAt;
  boolean rotated;

  Expected(TokenId id, String owner, String secret, Expected mintedBy) {
    this.id = id;
    this.owner = owner;
    this.secret = secret;
    this.mintedBy = mintedBy;
  }

  boolean isRevoked() {
    return revokedAt != null;
  }

  boolean isExpiredAt(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  boolean wasDeadBefore(Instant time) {
    return (revokedAt != null && revokedAt.isBefore(time))
        || (expiresAt != null && expiresAt.isBefore(time));
  }

  void narrow(Expected parent) {
    scopes = new TreeSet<>(scopes);
    scopes.retainAll(parent.scopes);
    expiresAt = earlier(expiresAt, parent.expiresAt);
  }

  static Instant earlier(Instant one, Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  @Override
  public String toString() {
    return id + " of " + owner + (isRevoked() ? ", revoked" : "") + (rotated ? ", rotated" : "");
  }
}
