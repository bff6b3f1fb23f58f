package dev.pat4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.databases.H2Databases;
import dev.pat4j.databases.PostgresServer;
import dev.pat4j.databases.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is started: a process of its own, known by its streams and its code. */
class PatProcessTest {

  @TempDir Path folder;

  private Lab.Result pat(Database database, String... words) throws Exception {
    Path out = Files.createTempFile(folder, "pat", ".out");
    Path err = Files.createTempFile(folder, "pat", ".err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-Duser.language=tr", "-Duser.country=TR"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Pat.class.getName()));
    command.addAll(List.of(words));
    command.addAll(List.of("--db", database.address(), "--user", database.user()));
    ProcessBuilder process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    process.environment().put("PAT_DB_PASSWORD", database.password());
    Process running = process.start();
    assertTrue(running.waitFor(60, TimeUnit.SECONDS), "still running");
    return new Lab.Result(running.exitValue(), Files.readString(out), Files.readString(err));
  }

  private void walk(Database database) throws Exception {
    pat(database, "list").exits(3);
    Lab.Result issued =
        pat(
            database,
            "issue",
            "--migrate",
            "--owner",
            "ada",
            "--name",
            "ışık",
            "--expires",
            "30d",
            "--scopes",
            "repo",
            "--catalog",
            "repo");
    String secret = issued.exits(0).out().strip();
    assertTrue(secret.matches("pat_[0-9A-Za-z]{36}"), secret);
    assertEquals(secret + "\n", issued.out());
    assertFalse(issued.err().contains(secret), issued.err());

    Lab.Result listed = pat(database, "list").exits(0);
    assertTrue(listed.out().contains("ışık"), listed.out());
    assertEquals("1 token.\n", listed.err());
    String id = listed.out().lines().skip(1).findFirst().orElseThrow().split(" ", -1)[0];

    pat(database, "revoke", id).says(2, "say --yes");
    pat(database, "revoke", id, "--yes", "--by", "grace").exits(0);
    pat(database, "show", "1").says(1, "there is no token 1");
    assertEquals("Removed 0 tokens.\n", pat(database, "prune", "--dead-for", "1d", "-y").err());
  }

  @Test
  void onAFileOfH2() throws Exception {
    walk(H2Databases.inFolder(folder));
  }

  @Test
  @RequiresEngine(Engine.POSTGRESQL)
  void onPostgreSql() throws Exception {
    walk(PostgresServer.shared().newDatabase());
  }
}
