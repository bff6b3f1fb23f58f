package dev.pat4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.servlet.AccessRules;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import dev.pat4j.store.InMemoryTokenStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Requests per second of a Jetty with the filter, over those of one without; and of one that sends
 * the same five headers and does nothing else, since whoever wants them pays for that much. Each in
 * a JVM of its own, loaded by {@code wrk} (on Debian {@code apt-get install wrk}) from a third
 * process, round about. Prints the median of the rounds' ratios: {@code [ROUNDS [SECONDS]]}, 10 and
 * 5 by default. Without {@code wrk} it measures nothing and says so, and no figure of an earlier
 * run stays behind.
 */
public final class JettyLoad {

  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern BAD = Pattern.compile("Non-2xx");

  private JettyLoad() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("serve")) {
      serve(Kind.valueOf(args[1]));
      return;
    }
    Files.deleteIfExists(Figures.file("jetty"));
    if (!hasWrk()) {
      System.err.println(
          "JETTY UNDER LOAD IS NOT MEASURED: there is no wrk on the PATH (apt-get install wrk)");
      return;
    }
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    Map<Kind, Node> nodes = new EnumMap<>(Kind.class);
    try {
      for (Kind kind : Kind.values()) {
        nodes.put(kind, Node.start(kind));
      }
      Node guarded = nodes.get(Kind.FILTER);
      String pair = "x:" + guarded.token;
      String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
      String bearer = "Bearer " + guarded.token;
      for (String header : List.of(bearer, basic, bearer, basic)) { // until all are compiled
        for (Node node : nodes.values()) {
          node.load(header, seconds);
        }
      }
      Map<String, Double> figures = new LinkedHashMap<>();
      measure("bearer", bearer, nodes, rounds, seconds, figures);
      measure("basic", basic, nodes, rounds, seconds, figures);
      Figures.tell("jetty", figures);
    } finally {
      nodes.values().forEach(node -> node.process.destroy());
    }
  }

  private static boolean hasWrk() throws InterruptedException {
    try {
      new ProcessBuilder("wrk", "-v")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      return true;
    } catch (IOException absent) {
      return false;
    }
  }

  private static void measure(
      String scheme,
      String header,
      Map<Kind, Node> nodes,
      int rounds,
      int seconds,
      Map<String, Double> figures)
      throws Exception {
    Map<Kind, double[]> rates = new EnumMap<>(Kind.class);
    List<Kind> order = new ArrayList<>(List.of(Kind.values()));
    for (int round = 0; round < rounds; round++) {
      for (Kind kind : order) {
        rates.computeIfAbsent(kind, k -> new double[rounds])[round] =
            nodes.get(kind).load(header, seconds);
      }
      Collections.reverse(order); // whoever is later finds a warmer machine
    }
    double[] bare = rates.get(Kind.BARE);
    double[] ratios = sortedRatios(rates.get(Kind.FILTER), bare);
    figures.put("jetty." + scheme + ".ratio", median(ratios));
    figures.put("jetty." + scheme + ".lowest", ratios[0]);
    figures.put("jetty." + scheme + ".highest", ratios[rounds - 1]);
    double[] headersAlone = sortedRatios(rates.get(Kind.HEADERS), bare);
    figures.put("jetty." + scheme + ".headers", median(headersAlone));
    Arrays.sort(bare);
    figures.put("jetty." + scheme + ".bare", median(bare));
  }

  private static double[] sortedRatios(double[] rates, double[] bare) {
    double[] ratios = new double[rates.length];
    Arrays.setAll(ratios, round -> rates[round] / bare[round]);
    Arrays.sort(ratios);
    return ratios;
  }

  private static double median(double[] sorted) {
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** What stands in front of the servlet. */
  private enum Kind {
    BARE,
    /** The headers that the filter adds, and nothing else of it. */
    HEADERS,
    FILTER
  }

  /** A server in another process. */
  private record Node(Process process, int port, String token) {

    static Node start(Kind kind) throws IOException {
      Process process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElse("java"),
                  "-Xmx512m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  JettyLoad.class.getName(),
                  "serve",
                  kind.name())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      // "at PORT TOKEN", behind whatever is logged
      String line = "";
      while (line != null && !line.startsWith("at ")) {
        line = process.inputReader(UTF_8).readLine();
      }
      if (line == null) {
        throw new IOException("the server did not start");
      }
      String[] words = line.split(" ", -1);
      return new Node(process, Integer.parseInt(words[1]), words[2]);
    }

    double load(String header, int seconds) throws IOException, InterruptedException {
      Process wrk =
          new ProcessBuilder(
                  "wrk",
                  "-t1",
                  "-c16",
                  "-d" + seconds + "s",
                  "-H",
                  "Authorization: " + header,
                  "http://127.0.0.1:" + port + "/api/repos/7")
              .redirectErrorStream(true)
              .start();
      String told = new String(wrk.getInputStream().readAllBytes(), UTF_8);
      Matcher rate = RATE.matcher(told);
      if (wrk.waitFor() != 0 || BAD.matcher(told).find() || !rate.find()) {
        throw new IOException("wrk: " + told);
      }
      return Double.parseDouble(rate.group(1));
    }
  }

  private static void serve(Kind kind) throws Exception {
    PersonalAccessTokens library =
        Population.library(new InMemoryTokenStore(), TokenHasher.sha256());
    String token = Population.issue(library, 10_000)[0];
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(Hello.class, "/*");
    if (kind == Kind.HEADERS) {
      context.addFilter(
          new FilterHolder(JettyLoad::withHeaders), "/*", EnumSet.of(DispatcherType.REQUEST));
    }
    if (kind == Kind.FILTER) {
      context.addServletContainerInitializer(
          (classes, servletContext) ->
              TokenAuthenticationFilter.builder(library)
                  .rules(AccessRules.builder().require("/api/*", "read:user").build())
                  .build()
                  .registerIn(servletContext));
    }
    server.setHandler(context);
    server.start();
    System.out.println("at " + connector.getLocalPort() + " " + token);
    server.join();
  }

  private static void withHeaders(
      ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletResponse answer = (HttpServletResponse) response;
    answer.setHeader("X-OAuth-Scopes", "read:user, repo, write:packages");
    answer.setHeader("X-Accepted-OAuth-Scopes", "read:user");
    answer.setHeader("GitHub-Authentication-Token-Expiration", "2026-12-31 23:59:59 UTC");
    answer.setHeader("Cache-Control", "no-store");
    answer.setHeader("Vary", "Authorization");
    chain.doFilter(request, response);
  }

  /** The least that a host does. */
  public static final class Hello extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final byte[] BODY = "{\"hello\":\"world\"}".getBytes(UTF_8);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("application/json");
      response.setContentLength(BODY.length);
      response.getOutputStream().write(BODY);
    }
  }
}
