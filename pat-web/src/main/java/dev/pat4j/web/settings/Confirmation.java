package dev.pat4j.web.settings;

import java.util.List;

/**
 * Asks once more before something that cannot be undone.
 *
 * @param frame round it
 * @param question with the names of {@code tokens} in no place of it
 * @param tokens that it is about
 * @param action what the button says
 * @param back where to go instead
 * @param ids to send along
 * @param reason whether to ask why
 */
public record Confirmation(
    Frame frame,
    List<String> question,
    List<TokenView> tokens,
    String action,
    String back,
    boolean ids,
    boolean reason) {}
