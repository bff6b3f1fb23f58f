package dev.pat4j.web.settings;

import dev.pat4j.AccessToken;
import dev.pat4j.PolicyViolationException;
import dev.pat4j.store.TokenId;
import dev.pat4j.web.settings.html.JteRegenerateGenerated;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A new secret for a token, which keeps its id, name and scopes. */
final class RegeneratePage implements Page {

  private final TokenId id;

  RegeneratePage(TokenId id) {
    this.id = id;
  }

  @Override
  public void get(Visit visit) throws IOException {
    AccessToken token = visit.token(id);
    Optional<String> obstacle = Obstacle.toRegenerate(token);
    if (obstacle.isPresent()) {
      visit.goTo(visit.links().token(id), Notice.warning(obstacle.get()));
    } else if (!visit.isProven()) {
      visit.askForProof(visit.query());
    } else {
      // Back from proving who one is, what was chosen comes along.
      TokenForm form = TokenForm.linked(visit, choices(visit));
      show(visit, 200, token, form.expiry(), form.date(), List.of());
    }
  }

  @Override
  public void post(Visit visit) throws IOException {
    AccessToken token = visit.token(id);
    Optional<String> obstacle = Obstacle.toRegenerate(token);
    if (obstacle.isPresent()) {
      visit.goTo(visit.links().token(id), Notice.warning(obstacle.get()));
      return;
    }
    String expiry = visit.parameter("expires_in");
    String date = visit.parameter("date");
    if (!visit.isProven()) {
      visit.askForProof(TokenForm.ofExpiry(expiry, date).query());
      return;
    }
    TokenChecks checks = new TokenChecks(visit).expiry(choices(visit), expiry, date);
    if (!checks.errors().isEmpty()) {
      show(visit, 422, token, expiry, date, checks.errors());
    } else if (!visit.isFirstUse()) {
      visit.goTo(visit.links().list(), Notice.warning("notice.used"));
    } else {
      regenerate(visit, token, expiry, date, checks);
    }
  }

  private void regenerate(
      Visit visit, AccessToken token, String expiry, String date, TokenChecks checks)
      throws IOException {
    try {
      Pages.reveal(
          visit,
          "reveal.title.regenerated",
          () -> visit.owned().regenerate(id, choices(visit).chosen(expiry, date).orElseThrow()));
    } catch (PolicyViolationException e) {
      show(visit, 422, token, expiry, date, List.of(checks.refused(e)));
    }
  }

  private static void show(
      Visit visit,
      int status,
      AccessToken token,
      String expiry,
      String date,
      List<FieldError> errors)
      throws IOException {
    FormView view =
        new FormView(
            visit.frame(visit.words().text("regenerate.title")),
            TokenForm.ofExpiry(expiry, date),
            List.of(),
            Optional.of(choices(visit)),
            errors,
            visit.newForm(),
            List.of());
    TokenView shown = TokenView.of(token, visit);
    visit.show(status, out -> JteRegenerateGenerated.render(out, null, view, shown));
  }

  private static ExpiryChoices choices(Visit visit) {
    return new ExpiryChoices(visit.library().policy(), visit.now(), visit.zone());
  }
}
