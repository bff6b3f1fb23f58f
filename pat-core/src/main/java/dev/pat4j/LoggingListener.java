package dev.pat4j;

import dev.pat4j.store.Revocation;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes events to the audit log; what people and clients wrote is kept on one line. */
final class LoggingListener implements TokenListener {

  private static final Logger LOG = LoggerFactory.getLogger("dev.pat4j.audit");

  @Override
  public void onEvent(TokenEvent event) {
    if (event instanceof TokenEvent.Refused e) {
      LOG.debug("refused: {} token={} from={}", e.reason(), shown(e.tokenId()), shown(e.from()));
    } else if (event instanceof TokenEvent.Issued e) {
      AccessToken token = e.token();
      LOG.info(
          "issued: {} scopes='{}' expires={} minted-by={}",
          shown(token),
          token.scopes(),
          shown(token.expiresAt()),
          shown(token.mintedBy()));
    } else if (event instanceof TokenEvent.FirstUsed e) {
      LOG.info("first used: {} from={}", shown(e.token()), shown(e.from()));
    } else if (event instanceof TokenEvent.UsedFromNewAddress e) {
      LOG.info("used from a new address: {} from={}", shown(e.token()), line(e.from()));
    } else if (event instanceof TokenEvent.Changed e) {
      LOG.info(
          "changed: {} scopes='{}' before='{}'",
          shown(e.after()),
          e.after().scopes(),
          e.before().scopes());
    } else if (event instanceof TokenEvent.Regenerated e) {
      LOG.info("regenerated: {}", shown(e.token()));
    } else if (event instanceof TokenEvent.Rotated e) {
      LOG.info("rotated: {} into token={}", shown(e.retired()), e.successor().id());
    } else if (event instanceof TokenEvent.Revoked e) {
      Optional<Revocation> why = e.token().revocation();
      LOG.info(
          "revoked: {} by={} reason='{}'",
          shown(e.token()),
          shown(why.map(Revocation::by)),
          shown(why.map(Revocation::reason)));
    } else if (event instanceof TokenEvent.Expiring e) {
      LOG.info("expiring: {} at={}", shown(e.token()), shown(e.token().expiresAt()));
    } else if (event instanceof TokenEvent.Deleted e) {
      LOG.info("deleted: {}", shown(e.token()));
    }
  }

  private static String shown(AccessToken token) {
    return "token=" + token.id() + " owner=" + line(token.owner());
  }

  private static String shown(Optional<?> value) {
    return value.map(Object::toString).map(LoggingListener::line).orElse("-");
  }

  private static String line(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
  }
}
