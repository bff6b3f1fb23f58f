package dev.pat4j.web.settings;

import dev.pat4j.PolicyViolationException;
import dev.pat4j.TokenRequest;
import dev.pat4j.store.TokenStoreException;
import dev.pat4j.web.settings.html.JteNewGenerated;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The form for a new token; and, in the answer to it alone, the token. */
final class NewPage implements Page {

  @Override
  public void get(Visit visit) throws IOException {
    if (!visit.isProven()) {
      visit.askForProof(visit.query());
      return;
    }
    show(visit, 200, TokenForm.linked(visit, choices(visit)), List.of());
  }

  @Override
  public void post(Visit visit) throws IOException {
    TokenForm form = TokenForm.sent(visit);
    if (!visit.isProven()) {
      visit.askForProof(form.query());
      return;
    }
    ExpiryChoices choices = choices(visit);
    TokenChecks checks =
        new TokenChecks(visit)
            .name(form.name())
            .expiry(choices, form.expiry(), form.date())
            .scopes(form.scopes())
            .addresses(form.addressLines());
    if (!checks.errors().isEmpty()) {
      show(visit, 422, form, checks.errors());
    } else if (!visit.isFirstUse()) {
      visit.goTo(visit.links().list(), Notice.warning("notice.used"));
    } else {
      issue(visit, form, checks);
    }
  }

  private static void issue(Visit visit, TokenForm form, TokenChecks checks) throws IOException {
    TokenRequest request =
        TokenRequest.forOwner(visit.owner())
            .name(form.name())
            .scopes(form.scopes())
            .allowedAddresses(form.addressLines().toArray(String[]::new))
            .expiry(choices(visit).chosen(form.expiry(), form.date()).orElseThrow())
            .build();
    try {
      Pages.reveal(visit, "reveal.title.new", () -> visit.library().issue(request));
    } catch (PolicyViolationException e) {
      show(visit, 422, form, List.of(checks.refused(e)));
    } catch (TokenStoreException e) { // this form is used up; another holds what was typed
      visit.failed(e);
      show(visit, 503, form, List.of(checks.unavailable()));
    }
  }

  private static void show(Visit visit, int status, TokenForm form, List<FieldError> errors)
      throws IOException {
    List<String> unknown =
        form.scopes().stream()
            .filter(scope -> visit.library().scopeCatalog().find(scope).isEmpty())
            .toList();
    TreeSet<String> known = new TreeSet<>(form.scopes());
    unknown.forEach(known::remove);
    FormView view =
        new FormView(
            visit.frame(visit.words().text("new.title")),
            form,
            ScopeNode.tree(visit.library(), known),
            Optional.of(choices(visit)),
            errors,
            visit.newForm(),
            errors.isEmpty() ? unknown : List.of());
    visit.show(status, out -> JteNewGenerated.render(out, null, view));
  }

  private static ExpiryChoices choices(Visit visit) {
    return new ExpiryChoices(visit.library().policy(), visit.now(), visit.zone());
  }
}
