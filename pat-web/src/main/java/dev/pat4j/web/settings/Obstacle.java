package dev.pat4j.web.settings;

import dev.pat4j.AccessToken;
import java.util.Optional;

/** Why a token in this state can be given no new secret; said before a form is shown or taken. */
final class Obstacle {

  private Obstacle() {}

  /** The key of the reason; empty if it can be regenerated. */
  static Optional<String> toRegenerate(AccessToken token) {
    return token.revocation().isPresent()
        ? Optional.of("state.revoked")
        : token.rotatedAt().map(at -> "state.rotated");
  }

  /** The key of the reason; empty if it can be rotated. */
  static Optional<String> toRotate(AccessToken token, Visit visit) {
    return toRegenerate(token)
        .or(() -> Optional.of("state.expired").filter(key -> token.isExpiredAt(visit.now())));
  }
}
