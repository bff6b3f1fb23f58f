package dev.pat4j.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pat4j.examples.githost.GitHostDemo;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** The demo as people start it: a process of its own, known by what it prints. */
final class Demo implements AutoCloseable {

  static final String PASSWORD = "correct-horse-battery";

  /** Ends with a slash. */
  final URI url;

  private final Process process;

  Demo(Path folder) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dport=0",
                "-Ddata=" + folder.resolve("data"),
                "-Dada.password=" + PASSWORD,
                "-cp",
                System.getProperty("java.class.path"),
                GitHostDemo.class.getName())
            .redirectErrorStream(true)
            .start();
    StringBuilder all = new StringBuilder();
    BufferedReader said = process.inputReader(UTF_8);
    String line = said.readLine();
    while (line != null && !line.startsWith("Open http://")) {
      all.append(line).append('\n');
      line = said.readLine();
    }
    if (line == null) {
      throw new IOException("the demo has not started: " + all);
    }
    url = URI.create(line.split(" ", 3)[1]);
  }

  /** What the host answers to whoever asks with this token who it is. */
  int statusOfUser(String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("user"))
            .header("Authorization", "Bearer " + token)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
