package dev.pat4j;

import java.util.concurrent.atomic.AtomicReference;

/**
 * A token in plain text, which leaves once: by {@link #reveal()}.
 *
 * <p><b>Security guarantees</b>: the text is in no other type of this library, in no row, log line,
 * exception or event; printing, comparing or serialising a secret does not give it away; once
 * revealed it is forgotten here. Thread-safe: of several callers one gets it.
 */
public final class Secret {

  private final AtomicReference<String> text;

  Secret(String text) {
    this.text = new AtomicReference<>(text);
  }

  /**
   * The token, to be shown to its owner or handed to a client, and forgotten here.
   *
   * @throws IllegalStateException if it was revealed before; a token whose text is lost can only be
   *     regenerated
   */
  public String reveal() {
    String once = text.getAndSet(null);
    if (once == null) {
      throw new IllegalStateException(
          "this secret was revealed before and is not kept; regenerate the token to get a new one");
    }
    return once;
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
