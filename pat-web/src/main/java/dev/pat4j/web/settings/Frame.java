package dev.pat4j.web.settings;

import java.util.Optional;

/**
 * What every page has round it.
 *
 * @param words the texts
 * @param links where the others are
 * @param brand how it looks
 * @param header of the host, trusted HTML
 * @param footer of the host, trusted HTML
 * @param title of this page
 * @param notice what was just done
 * @param proof what each form carries
 */
public record Frame(
    Words words,
    Links links,
    Brand brand,
    String header,
    String footer,
    String title,
    Optional<Notice> notice,
    String proof) {

  /** The title of the window. */
  public String windowTitle() {
    return brand.name().isEmpty() ? title : title + " · " + brand.name();
  }
}
