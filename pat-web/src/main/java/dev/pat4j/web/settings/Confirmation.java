package dev.pat4j.web.settings;

import java.util.List;

/**
 * Asks once more before something that cannot be undone.
 *
 * @param frame round it
 * @param what happens to the tokens that follow
 * @param tokens that it is about, or the first of them
 * @param more how many it is about besides
 * @param end what to know besides
 * @param action what the button says
 * @param back where to go instead
 * @param ids to send along
 * @param reason whether to ask why
 */
public record Confirmation(
    Frame frame,
    String what,
    List<TokenView> tokens,
    int more,
    String end,
    String action,
    String back,
    boolean ids,
    boolean reason) {}
