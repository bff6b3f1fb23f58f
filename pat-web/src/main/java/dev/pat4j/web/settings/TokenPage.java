package dev.pat4j.web.settings;

import dev.pat4j.AccessToken;
import dev.pat4j.AddressRange;
import dev.pat4j.PolicyViolationException;
import dev.pat4j.TokenChange;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.TokenId;
import dev.pat4j.web.http.Refusal;
import dev.pat4j.web.settings.html.JteTokenGenerated;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** One token: what it is, what happened to it, and a form to change what does not touch it. */
final class TokenPage implements Page {

  private final TokenId id;

  TokenPage(TokenId id) {
    this.id = id;
  }

  @Override
  public void get(Visit visit) throws IOException {
    AccessToken token = visit.token(id);
    // Back from proving who one is, what was typed comes along.
    TokenForm form =
        visit.query().contains("name=")
            ? TokenForm.linked(visit, choices(visit))
            : TokenForm.of(token);
    show(visit, 200, token, form, List.of());
  }

  @Override
  public void post(Visit visit) throws IOException {
    AccessToken before = visit.token(id);
    TokenForm form = TokenForm.sent(visit);
    if (before.revocation().isPresent()) {
      visit.goTo(visit.links().token(id), Notice.warning("state.revoked"));
      return;
    }
    boolean sameScopes = form.scopes().equals(before.scopes().names());
    TokenChecks checks = new TokenChecks(visit).name(form.name());
    if (!sameScopes) {
      checks.scopes(form.scopes());
    }
    checks.addresses(form.addressLines());
    if (!checks.errors().isEmpty()) {
      show(visit, 422, before, form, checks.errors());
      return;
    }
    if (isWider(visit, before, form) && !visit.isProven()) {
      visit.askForProof(form.query());
      return;
    }
    try {
      if (isOther(before, form)) {
        visit.owned().change(id, change -> apply(visit, change, form));
      }
    } catch (PolicyViolationException e) {
      show(visit, 422, visit.token(id), form, List.of(checks.refused(e)));
      return;
    }
    visit.goTo(visit.links().token(id), Notice.done("notice.saved"));
  }

  /** Whether anything is; the log of events tells no changes that are none. */
  private static boolean isOther(AccessToken before, TokenForm form) {
    return !form.scopes().equals(before.scopes().names())
        || !ranges(form).equals(before.allowedAddresses())
        || !form.name().equals(before.name());
  }

  private static void apply(Visit visit, TokenChange change, TokenForm form) {
    AccessToken before = change.before();
    if (isWider(visit, before, form) && !visit.isProven()) {
      throw new Refusal(409, "refused.state"); // it was narrowed since this was judged
    }
    if (!form.scopes().equals(before.scopes().names())) {
      change.scopes(form.scopes());
    }
    if (!ranges(form).equals(before.allowedAddresses())) {
      change.allowedAddresses(form.addressLines().toArray(String[]::new));
    }
    if (!form.name().equals(before.name())) {
      change.name(form.name());
    }
  }

  private static boolean isWider(Visit visit, AccessToken before, TokenForm form) {
    Scopes wanted = visit.library().scopeCatalog().of(form.scopes());
    List<AddressRange> from = before.allowedAddresses();
    List<AddressRange> to = ranges(form);
    boolean everywhere = to.isEmpty() && !from.isEmpty();
    boolean elsewhere =
        !from.isEmpty()
            && to.stream().anyMatch(range -> from.stream().noneMatch(old -> old.contains(range)));
    return !before.scopes().covers(wanted) || everywhere || elsewhere;
  }

  private static List<AddressRange> ranges(TokenForm form) {
    return form.addressLines().stream().map(AddressRange::parse).distinct().toList();
  }

  private void show(
      Visit visit, int status, AccessToken token, TokenForm form, List<FieldError> errors)
      throws IOException {
    TokenView shown = TokenView.of(token, visit);
    TreeSet<String> known = new TreeSet<>(form.scopes());
    known.removeIf(scope -> visit.library().scopeCatalog().find(scope).isEmpty());
    FormView view =
        new FormView(
            visit.frame(shown.name()),
            form,
            ScopeNode.tree(visit.library(), known),
            Optional.empty(),
            errors,
            "",
            List.of());
    TokenDetails details =
        new TokenDetails(
            view,
            shown,
            Obstacle.toRegenerate(token).isEmpty(),
            Obstacle.toRotate(token, visit).isEmpty(),
            visit.history(id));
    visit.show(status, out -> JteTokenGenerated.render(out, null, details));
  }

  private static ExpiryChoices choices(Visit visit) {
    return new ExpiryChoices(visit.library().policy(), visit.now(), visit.zone());
  }
}
