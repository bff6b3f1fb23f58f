package dev.pat4j.servlet;

import dev.pat4j.AddressRange;
import dev.pat4j.TokenVerifier;
import dev.pat4j.servlet.internal.LogLines;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a filter out of what {@code web.xml} says; see {@link TokenAuthenticationFilter#init}. */
final class InitParameters {

  private static final String VERIFIER = "verifierAttribute";
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern COMMAS_AND_BLANKS = Pattern.compile("[\\s,]+");

  /** What each parameter does to the builder. */
  private static final Map<String, Setting> SETTINGS =
      Map.ofEntries(
          Map.entry("realm", TokenAuthenticationFilter.Builder::realm),
          Map.entry("rules", (builder, text) -> builder.rules(rules(text))),
          Map.entry("userNames", (builder, text) -> builder.userNames(userNames(text))),
          Map.entry(
              "trustedProxies",
              (builder, text) ->
                  builder.trustedProxies(
                      words(COMMAS_AND_BLANKS, text).stream()
                          .map(AddressRange::parse)
                          .toArray(AddressRange[]::new))),
          Map.entry(
              "hideHeaders",
              (builder, text) ->
                  builder.hideHeaders(words(COMMAS_AND_BLANKS, text).toArray(String[]::new))),
          Map.entry(
              "maximumHeaderLength",
              (builder, text) -> builder.maximumHeaderLength(Integer.parseInt(text))),
          Map.entry(
              "resourceMetadata", (builder, text) -> builder.resourceMetadata(URI.create(text))),
          Map.entry(
              "optionalCredentials", (builder, text) -> builder.optionalCredentials(isOn(text))),
          Map.entry("sessions", (builder, text) -> builder.sessions(isOn(text))),
          Map.entry(
              "trustIdentityHeaders", (builder, text) -> builder.trustIdentityHeaders(isOn(text))),
          Map.entry("corsPreflight", (builder, text) -> builder.corsPreflight(isOn(text))),
          Map.entry("requireTls", (builder, text) -> builder.requireTls(isOn(text))),
          Map.entry("scopeHeaders", (builder, text) -> builder.scopeHeaders(isOn(text))),
          Map.entry("expiryHeader", (builder, text) -> builder.expiryHeader(isOn(text))),
          Map.entry("challengeBare401", (builder, text) -> builder.challengeBare401(isOn(text))));

  private InitParameters() {}

  static TokenAuthenticationFilter read(FilterConfig config) throws ServletException {
    List<String> names = Collections.list(config.getInitParameterNames());
    String attribute = config.getInitParameter(VERIFIER);
    Object held = attribute == null ? null : config.getServletContext().getAttribute(attribute);
    if (held instanceof TokenAuthenticationFilter built) {
      if (names.size() > 1) {
        throw new ServletException(
            VERIFIER + " names a filter that is built already; the other parameters contradict it");
      }
      return built;
    }
    if (!(held instanceof TokenVerifier verifier)) {
      throw new ServletException(missing(attribute));
    }
    TokenAuthenticationFilter.Builder builder = TokenAuthenticationFilter.builder(verifier);
    for (String name : names) {
      if (!name.equals(VERIFIER)) {
        apply(name, config.getInitParameter(name).strip(), builder);
      }
    }
    try {
      return builder.build();
    } catch (IllegalArgumentException | IllegalStateException refused) {
      throw new ServletException(refused.getMessage(), refused);
    }
  }

  private static String missing(@Nullable String attribute) {
    return "init parameter "
        + VERIFIER
        + (attribute == null ? " is missing: it" : " = " + attribute + ":")
        + " must name a ServletContext attribute that holds a TokenAuthenticationFilter or a"
        + " TokenVerifier, set for example by a ServletContextListener";
  }

  private static void apply(String name, String text, TokenAuthenticationFilter.Builder builder)
      throws ServletException {
    Setting setting = SETTINGS.get(name);
    if (setting == null) {
      throw new ServletException("there is no init parameter " + LogLines.printable(name));
    }
    try {
      setting.apply(builder, text);
    } catch (IllegalArgumentException malformed) {
      throw new ServletException(
          "init parameter " + name + ": " + malformed.getMessage(), malformed);
    }
  }

  private static AccessRules rules(String text) {
    AccessRules.Builder rules = AccessRules.builder();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(line -> add(rules, line));
    return rules.build();
  }

  private static void add(AccessRules.Builder rules, String line) {
    List<String> words = words(BLANKS, line);
    List<String> rest = words.subList(1, words.size());
    String shape = words.get(0) + " " + rest.size();
    switch (shape) {
      case "open 1" -> rules.open(rest.get(0));
      case "open 2" -> rules.open(rest.get(0), rest.get(1));
      case "authenticated 1" -> rules.authenticated(rest.get(0));
      case "authenticated 2" -> rules.authenticated(rest.get(0), rest.get(1));
      case "git 3" -> rules.git(rest.get(0), rest.get(1), rest.get(2));
      case "lfsUploadsCheckedByHandler 0" -> rules.lfsUploadsCheckedByHandler();
      case "defaultPass 0" -> rules.defaultPass();
      default -> {
        if (!words.get(0).equals("require") || rest.size() < 2) {
          throw new IllegalArgumentException("no such rule: " + LogLines.printable(line));
        }
        rules.require(rest.get(0), rest.subList(1, rest.size()).toArray(String[]::new));
      }
    }
  }

  private static UserNamePolicy userNames(String text) {
    List<String> words = words(BLANKS, text);
    if (words.size() == 2 && words.get(0).equals("fixed")) {
      return UserNamePolicy.fixed(words.get(1));
    }
    return switch (text) {
      case "ignored" -> UserNamePolicy.ignored();
      case "mustMatchOwner" -> UserNamePolicy.mustMatchOwner();
      default ->
          throw new IllegalArgumentException("must be ignored, mustMatchOwner or fixed NAME");
    };
  }

  /** Not Boolean.parseBoolean, to which a mistyped true is false. */
  private static boolean isOn(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  private static List<String> words(Pattern separator, String text) {
    return List.of(separator.split(text));
  }

  @FunctionalInterface
  private interface Setting {
    Object apply(TokenAuthenticationFilter.Builder builder, String text);
  }
}
