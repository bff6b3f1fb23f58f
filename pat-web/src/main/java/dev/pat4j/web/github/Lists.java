package dev.pat4j.web.github;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One page of a list, with links to the others. A number that is none counts as not given. */
final class Lists {

  private static final int USUAL = 30;
  private static final int MOST = 100;

  private Lists() {}

  static <T> Reply page(Call call, List<T> all, Function<T, JsonObject> view) {
    int perPage = Math.min(MOST, number(call.parameter("per_page"), USUAL));
    int page = number(call.parameter("page"), 1);
    int last = Math.max(1, (all.size() + perPage - 1) / perPage);
    JsonArrayBuilder array = Json.createArrayBuilder();
    all.stream().skip((page - 1L) * perPage).limit(perPage).map(view).forEach(array::add);
    Reply reply = Reply.of(array.build());
    List<String> links = new ArrayList<>();
    if (page < last) {
      links.add(link(call, page + 1, "next"));
      links.add(link(call, last, "last"));
    }
    if (page > 1) {
      links.add(link(call, 1, "first"));
      links.add(link(call, Math.min(page - 1, last), "prev"));
    }
    return links.isEmpty() ? reply : reply.with("Link", String.join(", ", links));
  }

  private static String link(Call call, int page, String relation) {
    StringBuilder url = new StringBuilder("<").append(call.api()).append('/').append(call.root());
    call.path().forEach(segment -> url.append('/').append(segment));
    url.append('?');
    // What was asked for and means something; nothing else is repeated.
    for (String name : List.of("client_id", "per_page")) {
      call.parameter(name)
          .map(value -> URLEncoder.encode(value, StandardCharsets.UTF_8))
          .ifPresent(value -> url.append(name).append('=').append(value).append('&'));
    }
    return url.append("page=").append(page).append(">; rel=\"").append(relation) + "\"";
  }

  private static int number(Optional<String> text, int otherwise) {
    return text.filter(digits -> digits.matches("[0-9]{1,6}"))
        .map(Integer::parseInt)
        .filter(number -> number > 0)
        .orElse(otherwise);
  }
}
