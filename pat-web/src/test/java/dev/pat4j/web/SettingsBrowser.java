package dev.pat4j.web;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a browser does with a form, as far as HTTP goes: cookies, hidden fields, relative links. */
final class SettingsBrowser {

  private final CookieManager cookies = new CookieManager();
  private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();
  private final URI mount;

  SettingsBrowser(String mount) {
    this.mount = URI.create(mount);
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(mount + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(to(path));
  }

  /** Opens a page and sends its form, with these names and values besides the hidden ones. */
  HttpResponse<String> submit(String path, String... fields)
      throws IOException, InterruptedException {
    return post(path, hidden(get(path).body(), fields));
  }

  HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
    return send(form(path, form));
  }

  HttpRequest.Builder form(String path, String form) {
    return to(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Sec-Fetch-Site", "same-origin")
        .POST(HttpRequest.BodyPublishers.ofString(form));
  }

  /** Where an answer leads. */
  HttpResponse<String> follow(HttpResponse<String> answer)
      throws IOException, InterruptedException {
    String location = answer.headers().firstValue("Location").orElseThrow();
    return send(HttpRequest.newBuilder(answer.uri().resolve(location)));
  }

  /** What it sends as Cookie. */
  String cookie() {
    return cookies.getCookieStore().getCookies().stream()
        .map(cookie -> cookie.getName() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  /** The form's hidden fields and these. */
  static String hidden(String html, String... fields) {
    List<String> hidden =
        Arrays.asList("proof", "form").stream()
            .flatMap(name -> value(html, name).map(value -> pair(name, value)).stream())
            .toList();
    String own =
        IntStream.range(0, fields.length / 2)
            .mapToObj(i -> pair(fields[2 * i], fields[2 * i + 1]))
            .collect(Collectors.joining("&"));
    return String.join("&", hidden) + (own.isEmpty() ? "" : "&" + own);
  }

  static java.util.Optional<String> value(String html, String hidden) {
    Matcher field =
        Pattern.compile("<input type=\"hidden\" name=\"" + hidden + "\" value=\"([^\"]*)\"")
            .matcher(html);
    return field.find() ? java.util.Optional.of(field.group(1)) : java.util.Optional.empty();
  }

  private static String pair(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
