package dev.pat4j.web.settings;

import dev.pat4j.web.settings.html.JteConfirmGenerated;
import dev.pat4j.web.settings.html.JteReviewGenerated;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** What the person may want to be rid of, to choose from and remove together. */
final class ReviewPage implements Page {

  @Override
  public void get(Visit visit) throws IOException {
    Frame frame = visit.frame(visit.words().text("review.title"));
    Removable removable = Removable.of(all(visit), visit);
    visit.show(200, out -> JteReviewGenerated.render(out, null, frame, removable));
  }

  @Override
  public void post(Visit visit) throws IOException {
    Set<String> ids = visit.parameters("ids");
    List<TokenView> chosen =
        all(visit).stream().filter(token -> ids.contains(token.id().toString())).toList();
    if (chosen.isEmpty()) {
      visit.goTo(visit.links().review(), Notice.warning("review.nothing"));
    } else if (visit.parameter("confirmed").equals("yes")) {
      long removed = chosen.stream().filter(token -> visit.owned().delete(token.id())).count();
      visit.goTo(
          visit.links().list(),
          Notice.done(removed == 1 ? "notice.removed.one" : "notice.removed.other", removed));
    } else {
      confirm(visit, chosen);
    }
  }

  private static void confirm(Visit visit, List<TokenView> chosen) throws IOException {
    Words words = visit.words();
    Confirmation page =
        new Confirmation(
            visit.frame(words.count("review.confirm", chosen.size())),
            words.count("delete.what", chosen.size()),
            chosen,
            0,
            words.text("delete.final"),
            words.count("deleteAll.action", chosen.size()),
            visit.links().review(),
            true,
            false);
    visit.show(200, out -> JteConfirmGenerated.render(out, null, page));
  }

  private static List<TokenView> all(Visit visit) {
    return visit.owned().list().stream().map(token -> TokenView.of(token, visit)).toList();
  }
}
