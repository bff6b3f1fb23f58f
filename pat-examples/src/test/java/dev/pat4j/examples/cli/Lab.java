package dev.pat4j.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.AccessToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.H2Databases;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.jdbc.JdbcSchema;
import dev.pat4j.jdbc.JdbcTokenStore;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host with a database, and the program run beside it, in this JVM. */
final class Lab {

  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final String CATALOG = "repo, repo:status within repo, read:user";

  /** What came of a run. */
  record Result(int code, String out, String err) {

    Result exits(int expected) {
      assertEquals(expected, code, () -> out + err);
      return this;
    }

    /** Says this on standard error, and nothing on standard output. */
    void says(int expected, String message) {
      exits(expected);
      assertTrue(err.startsWith("pat: "), err);
      assertTrue(err.contains(message), err);
      assertEquals("", out);
      assertTrue(err.lines().count() <= 2, err);
    }

    JsonStructure json() {
      try (JsonReader reader = Json.createReader(new StringReader(out))) {
        return reader.read();
      }
    }
  }

  final Database database = H2Databases.inMemory();
  final Map<String, String> environment = new HashMap<>();
  final List<String> asked = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  Optional<String> answer = Optional.empty();
  Instant now = NOW;

  Lab() {
    JdbcSchema.migrate(database.dataSource());
    environment.put("PAT_DB_PASSWORD", database.password());
  }

  /** The host itself, which may know more scopes than the administrator's list. */
  PersonalAccessTokens host() {
    return PersonalAccessTokens.builder(JdbcTokenStore.builder(database.dataSource()).build())
        .format(TokenFormat.withPrefix("acme"))
        .scopes(Catalog.parse(CATALOG + ", secret:scope").declared())
        .clock(() -> now)
        .build();
  }

  /** Runs it on this host's database, with the host's prefix and scopes. */
  Result pat(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "--db", database.address()));
    arguments.addAll(List.of("--user", database.user()));
    arguments.addAll(List.of("--prefix", "acme", "--catalog", CATALOG));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  Result run(String... arguments) {
    out.reset();
    err.reset();
    int code = Pat.run(surroundings(), arguments);
    return new Result(code, out.toString(UTF_8), said());
  }

  Surroundings surroundings() {
    return new Surroundings(
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        environment,
        new Somebody(),
        () -> now);
  }

  /** What is on standard error. */
  String said() {
    return err.toString(UTF_8);
  }

  /** Issues one, and returns the secret. */
  String issue(String... more) {
    List<String> arguments = new ArrayList<>(List.of("--owner", "ada", "--expires", "30d"));
    arguments.addAll(List.of(more));
    return pat("issue", arguments.toArray(String[]::new)).exits(0).out().strip();
  }

  AccessToken token(String secret) {
    return host()
        .administration()
        .inspect(secret)
        .fold(
            token -> token,
            why -> {
              throw new AssertionError(why);
            });
  }

  String id(String secret) {
    return token(secret).id().toString();
  }

  private final class Somebody implements Person {
    @Override
    public boolean isThere() {
      return answer.isPresent();
    }

    @Override
    public Optional<String> line(String question) {
      asked.add(question);
      return answer;
    }

    @Override
    public Optional<String> hidden(String question) {
      return line(question);
    }
  }
}
