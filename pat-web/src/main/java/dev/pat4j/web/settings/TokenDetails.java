package dev.pat4j.web.settings;

import dev.pat4j.store.LoggedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the page of one token shows.
 *
 * @param view the form
 * @param token which
 * @param canRegenerate whether it can be given a new secret
 * @param canRotate whether it can be given a successor
 * @param history what happened to it; empty if the host keeps none
 */
public record TokenDetails(
    FormView view,
    TokenView token,
    boolean canRegenerate,
    boolean canRotate,
    Optional<History> history) {

  private static final Set<String> KNOWN =
      Set.of(
          LoggedEvent.ISSUED,
          LoggedEvent.IMPORTED,
          LoggedEvent.FIRST_USED,
          LoggedEvent.NEW_ADDRESS,
          LoggedEvent.CHANGED,
          LoggedEvent.REGENERATED,
          LoggedEvent.ROTATED,
          LoggedEvent.REVOKED,
          LoggedEvent.EXPIRING,
          LoggedEvent.DELETED);

  /**
   * What happened to it.
   *
   * @param isKnown false if it could not be read
   * @param events the latest first
   */
  public record History(boolean isKnown, List<Event> events) {}

  /**
   * Something that happened.
   *
   * @param at when
   * @param kind as logged
   * @param actor who; empty if nobody is named
   * @param address from where; empty if not known
   * @param detail what is said of it, if it is for people
   */
  public record Event(Instant at, String kind, String actor, String address, String detail) {

    static Event of(LoggedEvent event) {
      // Details of these are for programs: the threshold as ISO 8601 writes it.
      boolean forPeople = !event.kind().equals(LoggedEvent.EXPIRING);
      return new Event(
          event.at(),
          event.kind(),
          event.actor().orElse(""),
          event.address().orElse(""),
          forPeople ? event.detail().orElse("") : "");
    }

    /** What to call it; a kind of the host's own by its name. */
    public String name(Words words) {
      return KNOWN.contains(kind) ? words.text("event." + kind) : kind;
    }
  }
}
