package dev.pat4j.web;

import static java.util.Objects.requireNonNull;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Rejected;
import dev.pat4j.RejectionReason;
import dev.pat4j.TokenAdministration;
import dev.pat4j.Verification;
import dev.pat4j.Verified;
import dev.pat4j.servlet.internal.OutageLog;
import dev.pat4j.store.TokenId;
import dev.pat4j.web.http.Answers;
import dev.pat4j.web.http.Bodies;
import dev.pat4j.web.http.Refusal;
import dev.pat4j.web.leak.Leak;
import dev.pat4j.web.leak.Proof;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is told which tokens were found where they should not be, and revokes them: the receiver of
 * GitHub's secret scanning partner programme, and of any scanner that signs with a shared secret.
 * Mount it where you like, and name its public URL to the scanner.
 *
 * <p>A report is a JSON array of {@code {"token","type","url","source"}}. The answer says for each
 * entry, under the SHA-256 of the token in hexadecimal, whether it was one of ours: {@code
 * [{"token_hash","token_type","label"}]}, with the label {@code true_positive} or {@code
 * false_positive}. To be looked up is no use of a token.
 *
 * <p>A token that is ours is revoked at once by the actor {@value #ACTOR}, with the reason {@code
 * leaked: <type> at <url>}. {@link dev.pat4j.TokenEvent.Revoked} tells it: a host that sends mails
 * has there whom to write to and what. The reason was written by others: escape it, and do not make
 * a link of it unseen.
 *
 * <p><b>Security guarantees</b>: nothing is read before a signature is claimed, nothing done before
 * it holds over the raw body, and no entry is acted on unless all can be read. A report sent again
 * does no more harm. No token is in an answer, a log or a reason. If the store or the keys break,
 * the answer is 503, and says how many entries are left to do: what was revoked stays so, and the
 * report can be sent again whole. Thread-safe.
 */
public final class LeakReportServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Who revokes what was leaked, in the audit trail. */
  public static final String ACTOR = "secret scanning";

  private static final Logger LOG = LoggerFactory.getLogger(LeakReportServlet.class);
  private static final int LONGEST = 4 * 1024 * 1024;

  /** After so many in a row it is not the entries. */
  private static final int MOST_FAILURES = 3;

  private final transient OutageLog outages = new OutageLog(LOG);
  private final transient PersonalAccessTokens tokens;
  private final transient TokenAdministration administration;
  private final transient Proof proof;
  private final int mostEntries;

  private LeakReportServlet(Builder from) {
    this.tokens = from.tokens;
    this.administration = tokens.administration();
    this.proof = new Proof(from.keys, from.secrets);
    this.mostEntries = from.mostEntries;
  }

  /** Begins with these tokens; then say whose reports are taken. */
  public static Builder builder(PersonalAccessTokens tokens) {
    return new Builder(requireNonNull(tokens, "tokens"));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.getMethod().equals("POST")) {
      Bodies.drop(request);
      response.setHeader("Allow", "POST");
      Answers.empty(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      return;
    }
    int status = HttpServletResponse.SC_OK;
    JsonStructure answer;
    try {
      answer = carriedOut(leaks(request));
    } catch (Refusal refused) {
      Bodies.drop(request);
      status = refused.status();
      answer = message(refused.message());
    } catch (Undone undone) {
      outages.failed("a report of leaks could not be carried out whole", undone);
      response.setHeader("Retry-After", "60");
      status = HttpServletResponse.SC_SERVICE_UNAVAILABLE;
      answer = message(String.valueOf(undone.getMessage()));
    } catch (RuntimeException broken) { // the keys
      outages.failed("a report of leaks could not be carried out", broken);
      response.setHeader("Retry-After", "60");
      status = HttpServletResponse.SC_SERVICE_UNAVAILABLE;
      answer = message("try again later");
    }
    Answers.json(response, status, answer);
  }

  private List<Leak> leaks(HttpServletRequest request) throws IOException {
    if (proof.isClaimed(request)) {
      byte[] body = Bodies.bytes(request, LONGEST);
      if (proof.holds(request, body)) {
        return Leak.list(body, mostEntries);
      }
    }
    throw new Refusal(403, "the signature of the report is missing or wrong");
  }

  /** One entry that cannot be carried out keeps none of the others alive. */
  private JsonStructure carriedOut(List<Leak> leaks) {
    JsonArrayBuilder answer = Json.createArrayBuilder();
    List<RuntimeException> failures = new ArrayList<>();
    int revoked = 0;
    int done = 0;
    int failedInARow = 0;
    for (Leak leak : leaks) {
      try {
        Verification found = administration.inspect(leak.token());
        revoked += revoke(leak, found) ? 1 : 0;
        answer.add(labelled(leak, idOf(found).isPresent()));
        done++;
        failedInARow = 0;
      } catch (RuntimeException broken) {
        failures.add(broken);
        if (++failedInARow == MOST_FAILURES) {
          break;
        }
      }
    }
    LOG.info("a report named {} leaks; {} tokens were revoked", leaks.size(), revoked);
    if (!failures.isEmpty()) {
      throw new Undone(leaks.size() - done, leaks.size(), failures.get(0));
    }
    return answer.build();
  }

  private boolean revoke(Leak leak, Verification found) {
    return idOf(found)
        .filter(id -> isToBeRevoked(found))
        .filter(id -> administration.revoke(id, ACTOR, leak.reason(tokens.format())))
        .isPresent();
  }

  private static JsonObject labelled(Leak leak, boolean ours) {
    return Json.createObjectBuilder()
        .add("token_hash", leak.hash())
        .add("token_type", leak.type())
        .add("label", ours ? "true_positive" : "false_positive")
        .build();
  }

  private static Optional<TokenId> idOf(Verification found) {
    return found instanceof Verified verified
        ? Optional.of(verified.token().id())
        : ((Rejected) found).tokenId();
  }

  /** Also one that is refused for now only, as while its owner is away. */
  private static boolean isToBeRevoked(Verification found) {
    return !(found instanceof Rejected rejected
        && (rejected.reason() == RejectionReason.REVOKED
            || rejected.reason() == RejectionReason.CORRUPT));
  }

  /** Some of a report was carried out, and some was not. */
  private static final class Undone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Undone(int undone, int all, RuntimeException why) {
      super(undone + " of " + all + " entries could not be dealt with; send the report again", why);
    }
  }

  private static JsonStructure message(String text) {
    return Json.createObjectBuilder().add("message", text).build();
  }

  /** Collects what the servlet is built from; not thread-safe. No method accepts null. */
  public static final class Builder {
    private static final int SHORTEST_SECRET = 16;

    private final PersonalAccessTokens tokens;
    private final List<byte[]> secrets = new ArrayList<>();
    private @Nullable LeakReportKeys keys;
    private int mostEntries = 10_000;

    private Builder(PersonalAccessTokens tokens) {
      this.tokens = tokens;
    }

    /**
     * Takes reports that are signed by one of these keys, named in {@code
     * Github-Public-Key-Identifier}, with ECDSA over P-256 and SHA-256 in {@code
     * Github-Public-Key-Signature}. For GitHub's own: {@link LeakReportKeys#gitHub()}.
     */
    public Builder signedBy(LeakReportKeys newKeys) {
      this.keys = requireNonNull(newKeys, "keys");
      return this;
    }

    /**
     * Takes reports that are signed with this secret: {@code X-Hub-Signature-256: sha256=} and the
     * HMAC-SHA-256 of the body in hexadecimal. While a secret is being changed, name both.
     *
     * @throws IllegalArgumentException if it has fewer than 16 bytes
     */
    public Builder sharedSecret(String secret) {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      if (bytes.length < SHORTEST_SECRET) {
        throw new IllegalArgumentException(
            "a shared secret has at least " + SHORTEST_SECRET + " bytes, not " + bytes.length);
      }
      secrets.add(bytes);
      return this;
    }

    /**
     * How many entries a report may have; 10,000 if not said. A longer one is refused whole, as is
     * one of more than 4 MiB.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public Builder mostEntries(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("a report has at least 1 entry, not " + most);
      }
      this.mostEntries = most;
      return this;
    }

    /**
     * The servlet.
     *
     * @throws IllegalStateException if nobody's reports are taken
     */
    public LeakReportServlet build() {
      if (keys == null && secrets.isEmpty()) {
        throw new IllegalStateException(
            "say whose reports are taken: signedBy(LeakReportKeys.gitHub()) or sharedSecret(...)");
      }
      return new LeakReportServlet(this);
    }
  }
}
