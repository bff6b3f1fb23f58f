package dev.pat4j.web.github;

import dev.pat4j.AccessToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.scope.Scopes;
import dev.pat4j.web.github.Views.Grant;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The routes under {@code /applications/grants}: which applications have tokens of a person. An
 * application's tokens are one grant, which is nowhere stored.
 */
final class Grants {

  private final Views views;

  Grants(Views views) {
    this.views = views;
  }

  Reply answer(Call call, OwnedTokens mine) {
    return switch (Route.of(call)) {
      case LIST_GRANTS -> list(call, mine);
      case SEE_GRANT -> Reply.of(views.grant(find(call, mine), call.api()));
      case DELETE_GRANT -> {
        deleteAllOf(find(call, mine).clientId(), mine);
        yield Reply.nothing();
      }
      default -> throw new NotFound();
    };
  }

  /** Removes every token that this application has of this owner. */
  static void deleteAllOf(String clientId, OwnedTokens mine) {
    Entry.of(mine).stream()
        .filter(entry -> entry.clientId().filter(clientId::equals).isPresent())
        .forEach(entry -> mine.delete(entry.token().id()));
  }

  private Reply list(Call call, OwnedTokens mine) {
    Optional<String> client = call.parameter("client_id");
    List<Grant> all =
        of(mine).stream()
            .filter(grant -> client.isEmpty() || client.get().equals(grant.clientId()))
            .toList();
    return Lists.page(call, all, grant -> views.grant(grant, call.api()));
  }

  private static Grant find(Call call, OwnedTokens mine) {
    return of(mine).stream()
        .filter(grant -> call.path().get(1).equals(Long.toString(grant.id())))
        .findFirst()
        .orElseThrow(NotFound::new);
  }

  private static List<Grant> of(OwnedTokens mine) {
    Map<String, List<AccessToken>> byClient = new LinkedHashMap<>();
    for (Entry entry : Entry.of(mine)) {
      entry
          .clientId()
          .ifPresent(
              id -> byClient.computeIfAbsent(id, absent -> new ArrayList<>()).add(entry.token()));
    }
    List<Grant> grants = new ArrayList<>();
    byClient.forEach((client, tokens) -> grants.add(grant(mine.owner(), client, tokens)));
    return grants;
  }

  private static Grant grant(String owner, String client, List<AccessToken> tokens) {
    Scopes all = tokens.stream().map(AccessToken::scopes).reduce(Scopes::union).orElseThrow();
    return new Grant(
        id(owner, client),
        client,
        tokens.stream().map(AccessToken::createdAt).min(Comparator.naturalOrder()).orElseThrow(),
        tokens.stream().map(AccessToken::updatedAt).max(Comparator.naturalOrder()).orElseThrow(),
        all.names());
  }

  /**
   * A number below 2^31 that follows from who granted what to whom, and so outlives each of the
   * tokens. Two applications of one person share it once in two thousand million.
   */
  private static long id(String owner, String client) {
    byte[] hash = TokenHasher.sha256().digest(owner.length() + " " + owner + client).toBytes();
    return 1 + (ByteBuffer.wrap(hash).getLong() >>> 33) % (Integer.MAX_VALUE - 1);
  }
}
