package dev.pat4j.web.settings;

import dev.pat4j.web.http.Refusal;
import dev.pat4j.web.settings.html.JteListGenerated;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All tokens of the person, to search and sort. */
final class ListPage implements Page {

  private static final int ROWS = 50;

  @Override
  public void get(Visit visit) throws IOException {
    ListFilter filter = ListFilter.asked(visit);
    List<TokenView> all =
        visit.owned().list().stream().map(token -> TokenView.of(token, visit)).toList();
    List<TokenView> matching = all.stream().filter(filter::matches).toList();
    List<TokenView> shown =
        matching.stream().filter(filter::isState).sorted(filter.order()).toList();
    int pages = Math.max(1, (shown.size() + ROWS - 1) / ROWS);
    int page = Math.min(filter.page(), pages);
    TokenList list =
        new TokenList(
            visit.frame(visit.words().text("list.title")),
            filter,
            tabs(filter, matching),
            shown.subList((page - 1) * ROWS, Math.min(page * ROWS, shown.size())),
            all.isEmpty(),
            page,
            pages,
            Removable.of(all, visit).count());
    visit.show(200, out -> JteListGenerated.render(out, null, list));
  }

  @Override
  public void post(Visit visit) {
    visit.allow("GET, HEAD");
    throw new Refusal(405, "refused.method");
  }

  private static List<TokenList.Tab> tabs(ListFilter filter, List<TokenView> matching) {
    List<TokenList.Tab> tabs = new ArrayList<>();
    for (String show : ListFilter.SHOWN) {
      long count =
          matching.stream()
              .filter(
                  token ->
                      show.equals("all")
                          || token.state().name().toLowerCase(Locale.ROOT).equals(show))
              .count();
      tabs.add(new TokenList.Tab(show, count, show.equals(filter.show()), filter.toShow(show)));
    }
    return tabs;
  }
}
