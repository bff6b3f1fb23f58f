package dev.pat4j;

import dev.pat4j.store.Revocation;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events to the audit log, one line each: what people and clients wrote stands in quotes
 * that it cannot leave, without anything that breaks a line or turns its direction.
 */
final class LoggingListener implements TokenListener {

  private static final Logger LOG = LoggerFactory.getLogger("dev.pat4j.audit");

  /** Controls, line separators, invisible and direction-turning characters. */
  private static final Pattern UNSAFE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  @Override
  public void onEvent(TokenEvent event) {
    if (event instanceof TokenEvent.Refused e) {
      LOG.debug("refused: {} token={} from={}", e.reason(), shown(e.tokenId()), quoted(e.from()));
    } else if (event instanceof TokenEvent.Issued e) {
      AccessToken token = e.token();
      LOG.info(
          "issued: {} scopes='{}' expires={} minted-by={}{}",
          shown(token),
          token.scopes(),
          shown(token.expiresAt()),
          shown(token.mintedBy()),
          token.issuedBy().map(by -> " by=" + quoted(by)).orElse(""));
    } else if (event instanceof TokenEvent.Imported e) {
      LOG.info(
          "imported: {} scopes='{}' expires={}",
          shown(e.token()),
          e.token().scopes(),
          shown(e.token().expiresAt()));
    } else if (event instanceof TokenEvent.FirstUsed e) {
      LOG.info("first used: {} from={}", shown(e.token()), quoted(e.from()));
    } else if (event instanceof TokenEvent.UsedFromNewAddress e) {
      LOG.info("used from a new address: {} from={}", shown(e.token()), quoted(e.from()));
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
          "revoked: {} by={} reason={}",
          shown(e.token()),
          quoted(why.map(Revocation::by)),
          quoted(why.map(Revocation::reason)));
    } else if (event instanceof TokenEvent.Expiring e) {
      LOG.info("expiring: {} at={}", shown(e.token()), shown(e.token().expiresAt()));
    } else if (event instanceof TokenEvent.Deleted e) {
      LOG.info("deleted: {}", shown(e.token()));
    }
  }

  private static String shown(AccessToken token) {
    return "token=" + token.id() + " owner=" + quoted(token.owner());
  }

  private static String shown(Optional<?> value) {
    return value.map(Object::toString).orElse("-");
  }

  private static String quoted(Optional<String> text) {
    return text.map(LoggingListener::quoted).orElse("-");
  }

  private static String quoted(String text) {
    return "'" + UNSAFE.matcher(text).replaceAll("?").replace("'", "''") + "'";
  }
}
