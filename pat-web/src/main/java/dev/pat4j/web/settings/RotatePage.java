package dev.pat4j.web.settings;

import dev.pat4j.AccessToken;
import dev.pat4j.PolicyViolationException;
import dev.pat4j.store.TokenId;
import dev.pat4j.web.http.Refusal;
import dev.pat4j.web.settings.html.JteRotateGenerated;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A successor for a token, which lives on beside it for a while. */
final class RotatePage implements Page {

  private static final List<Integer> HOURS = List.of(0, 1, 24, 168, 720);
  private static final int SUGGESTED = 24;

  private final TokenId id;

  RotatePage(TokenId id) {
    this.id = id;
  }

  @Override
  public void get(Visit visit) throws IOException {
    AccessToken token = visit.token(id);
    Optional<String> obstacle = Obstacle.toRotate(token, visit);
    if (obstacle.isPresent()) {
      visit.goTo(visit.links().token(id), Notice.warning(obstacle.get()));
    } else if (!visit.isProven()) {
      visit.askForProof(visit.query());
    } else {
      show(visit, 200, token, List.of());
    }
  }

  @Override
  public void post(Visit visit) throws IOException {
    AccessToken token = visit.token(id);
    int hours = overlap(visit).orElseThrow(() -> new Refusal(400, "refused.unreadable"));
    if (!visit.isProven()) {
      visit.askForProof("overlap=" + hours);
      return;
    }
    if (!visit.isFirstUse()) {
      visit.goTo(visit.links().list(), Notice.warning("notice.used"));
      return;
    }
    Optional<String> obstacle = Obstacle.toRotate(token, visit);
    if (obstacle.isPresent()) {
      visit.goTo(visit.links().token(id), Notice.warning(obstacle.get()));
      return;
    }
    try {
      Pages.reveal(
          visit, "reveal.title.rotated", () -> visit.owned().rotate(id, Duration.ofHours(hours)));
    } catch (PolicyViolationException e) {
      show(visit, 422, token, List.of(new TokenChecks(visit).refused(e)));
    }
  }

  private static Optional<Integer> overlap(Visit visit) {
    return HOURS.stream()
        .filter(choice -> String.valueOf(choice).equals(visit.parameter("overlap")))
        .findFirst();
  }

  private static void show(Visit visit, int status, AccessToken token, List<FieldError> errors)
      throws IOException {
    Words words = visit.words();
    Map<Integer, String> overlaps = new LinkedHashMap<>();
    HOURS.forEach(
        hours ->
            overlaps.put(
                hours,
                hours == 0
                    ? words.text("rotate.now")
                    : words.text("rotate.after", words.duration(Duration.ofHours(hours)))));
    FormView view =
        new FormView(
            visit.frame(words.text("rotate.title")),
            TokenForm.ofExpiry("", ""),
            List.of(),
            Optional.empty(),
            errors,
            visit.newForm(),
            List.of());
    TokenView shown = TokenView.of(token, visit);
    // Back from proving who one is, what was chosen comes along.
    int chosen = overlap(visit).orElse(SUGGESTED);
    visit.show(status, out -> JteRotateGenerated.render(out, null, view, shown, overlaps, chosen));
  }
}
