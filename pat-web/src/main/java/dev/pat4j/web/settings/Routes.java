package dev.pat4j.web.settings;

import dev.pat4j.store.TokenId;
import dev.pat4j.web.http.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which page is at which path. No path names an owner. */
final class Routes {

  private final Page list = new ListPage();
  private final Map<String, Page> pages =
      Map.of(
          "new", new NewPage(),
          "review", new ReviewPage(),
          "delete-all", new DeleteAllPage());
  private final Map<String, Function<TokenId, Page>> ofOneToken =
      Map.of(
          "regenerate", RegeneratePage::new,
          "rotate", RotatePage::new,
          "revoke", RevokePage::new,
          "delete", DeletePage::new);

  /** The page of this path below the servlet, or 404. */
  Page find(List<String> segments) {
    return (switch (segments.size()) {
          case 0 -> Optional.of(list);
          case 1 ->
              Optional.ofNullable(pages.get(segments.get(0)))
                  .or(() -> TokenId.parse(segments.get(0)).map(TokenPage::new));
          case 2 ->
              TokenId.parse(segments.get(0))
                  .flatMap(
                      id ->
                          Optional.ofNullable(ofOneToken.get(segments.get(1)))
                              .map(page -> page.apply(id)));
          default -> Optional.<Page>empty();
        })
        .orElseThrow(() -> new Refusal(404, "refused.missing"));
  }
}
