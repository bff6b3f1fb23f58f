package dev.pat4j.web.settings;

import dev.pat4j.store.TokenId;
import dev.pat4j.web.http.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Which page is at which path. No path names an owner. */
public final class Routes {

  private static final Page LIST = new ListPage();
  private static final Map<String, Page> PAGES =
      Map.of(
          "new", new NewPage(),
          "review", new ReviewPage(),
          "delete-all", new DeleteAllPage());
  private static final Map<String, Function<TokenId, Page>> OF_ONE_TOKEN =
      Map.of(
          "regenerate", RegeneratePage::new,
          "rotate", RotatePage::new,
          "revoke", RevokePage::new,
          "delete", DeletePage::new);

  private Routes() {}

  /** All paths below the servlet; {@code {id}} stands for a token. */
  public static Set<String> paths() {
    Set<String> paths = new TreeSet<>(Set.of("", "/{id}"));
    PAGES.keySet().forEach(name -> paths.add("/" + name));
    OF_ONE_TOKEN.keySet().forEach(name -> paths.add("/{id}/" + name));
    return paths;
  }

  /** The page of this path below the servlet, or 404. */
  static Page find(List<String> segments) {
    return (switch (segments.size()) {
          case 0 -> Optional.of(LIST);
          case 1 ->
              Optional.ofNullable(PAGES.get(segments.get(0)))
                  .or(() -> TokenId.parse(segments.get(0)).map(TokenPage::new));
          case 2 ->
              TokenId.parse(segments.get(0))
                  .flatMap(
                      id ->
                          Optional.ofNullable(OF_ONE_TOKEN.get(segments.get(1)))
                              .map(page -> page.apply(id)));
          default -> Optional.<Page>empty();
        })
        .orElseThrow(() -> new Refusal(404, "refused.missing"));
  }
}
