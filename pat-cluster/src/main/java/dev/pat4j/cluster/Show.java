package dev.pat4j.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a person sees of the cluster: a revocation, its way to the others, and what to try. */
final class Show {

  private static final int MORE = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final List<NodeProcess> nodes;
  private final ReverseProxy proxy;
  private final PrintStream out;
  private final List<HttpConnection> others = new ArrayList<>();

  Show(List<NodeProcess> nodes, ReverseProxy proxy, PrintStream out) throws IOException {
    this.nodes = nodes;
    this.proxy = proxy;
    this.out = out;
    for (NodeProcess node : nodes.subList(1, nodes.size())) {
      others.add(node.connect());
    }
  }

  void run() throws IOException, InterruptedException {
    String url = "http://127.0.0.1:" + proxy.port();
    out.print(
        "\n  pat4j cluster   "
            + url
            + "   "
            + nodes.size()
            + " nodes on one PostgreSQL   Ctrl-C stops it\n\n");
    Map<String, String> token = issue();
    say("a token, used by way of the proxy", throughTheProxy(token));
    List<Long> times = revoke(token);
    say("revoked on " + nodes.get(0).name(), refusals(times));
    say("used again by way of the proxy", throughTheProxy(token));
    List<Long> more = new ArrayList<>();
    for (int i = 0; i < MORE; i++) {
      more.addAll(revoke(issue()));
    }
    Latencies latencies = Latencies.of(more);
    say(
        MORE + " more, each revoked on " + nodes.get(0).name(),
        "refused by another after "
            + Latencies.milliseconds(latencies.median())
            + " (median), "
            + Latencies.milliseconds(latencies.maximum())
            + " (the longest)");
    out.print(whatToTry(url, issue()));
    out.flush();
    for (HttpConnection connection : others) {
      connection.close();
    }
  }

  private void say(String what, String came) {
    out.print("  " + what + " ".repeat(Math.max(2, 37 - what.length())) + came + "\n");
    out.flush();
  }

  private Map<String, String> issue() throws IOException {
    return nodes.get(0).control("issue");
  }

  /** Asks as often as there are nodes; each answer says whose it is. */
  private String throughTheProxy(Map<String, String> token) throws IOException {
    List<String> came = new ArrayList<>();
    try (HttpConnection connection = HttpConnection.to(proxy.port(), PATIENCE)) {
      for (int i = 0; i < nodes.size(); i++) {
        HttpConnection.Answer answer = connection.whoAmI(secret(token));
        came.add(answer.headers().get("x-node") + " " + answer.status());
      }
    }
    return String.join("   ", came);
  }

  /** Revokes it on the first node while all others are asked; says how long each took to refuse. */
  private List<Long> revoke(Map<String, String> token) throws IOException, InterruptedException {
    List<Hammer> hammers = new ArrayList<>();
    for (HttpConnection connection : others) {
      hammers.add(Hammer.warm(connection, secret(token)));
    }
    Map<String, String> said = nodes.get(0).control("revoke", "id", id(token));
    long committed = Long.parseLong(said.getOrDefault("committed", ""));
    List<Long> times = new ArrayList<>();
    for (Hammer hammer : hammers) {
      times.add(hammer.outcome().refusal().answered() - committed);
    }
    return times;
  }

  private String refusals(List<Long> times) {
    List<String> came = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      came.add(nodes.get(i + 1).name() + " 401 after " + Latencies.milliseconds(times.get(i)));
    }
    return String.join("   ", came);
  }

  private String whatToTry(String url, Map<String, String> token) {
    String names = nodes.stream().map(NodeProcess::name).collect(Collectors.joining(", "));
    return """

      Copy into another terminal, line by line:

        TOKEN={token}

        # Three times: X-Node says who answers, {names}.
        curl -i -H "Authorization: Bearer $TOKEN" {url}/api/whoami

        # Revoke it on {second} alone, and be refused by all: 401.
        curl -d id={id} http://127.0.0.1:{port}/control/revoke
        curl -i -H "Authorization: Bearer $TOKEN" {url}/api/whoami

    """
        .indent(0)
        .replace("{token}", secret(token))
        .replace("{names}", names)
        .replace("{url}", url)
        .replace("{second}", nodes.get(1).name())
        .replace("{port}", Integer.toString(nodes.get(1).port()))
        .replace("{id}", id(token));
  }

  private static String secret(Map<String, String> token) {
    return token.getOrDefault("secret", "");
  }

  private static String id(Map<String, String> token) {
    return token.getOrDefault("id", "");
  }
}
