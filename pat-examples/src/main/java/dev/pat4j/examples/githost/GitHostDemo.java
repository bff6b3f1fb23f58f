package dev.pat4j.examples.githost;

import dev.pat4j.IssuedToken;
import dev.pat4j.TokenRequest;
import dev.pat4j.store.InMemoryTokenStore;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Starts the git host and prints a walk-through: {@code mvn -q -Pdemo}.
 *
 * <p>Flags and their defaults: {@code -Dport=8080}, {@code -Dhost=127.0.0.1}, {@code
 * -Ddata=target/git-host}, {@code -Dada.password} and {@code -Dgrace.password} (random, and printed
 * then), {@code -Dgit.password=false}.
 */
public final class GitHostDemo {

  private GitHostDemo() {}

  /** Runs until it is stopped; says in one line what hinders it, and exits with 2 then. */
  public static void main(String[] arguments) throws InterruptedException {
    GitHost host;
    try {
      host = start(Options.from(System.getProperties()));
    } catch (Options.Unusable e) {
      giveUp(String.valueOf(e.getMessage()));
      return;
    } catch (IOException e) {
      giveUp("cannot start: " + e);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(host), "stop"));
    host.join();
  }

  private static void giveUp(String why) {
    System.err.println("git host: " + why);
    System.exit(2);
  }

  private static GitHost start(Options options) throws IOException {
    SecureRandom random = new SecureRandom();
    InstantSource clock = InstantSource.system();
    Accounts accounts = new Accounts(random);
    GitHost host = GitHost.start(options, accounts, new InMemoryTokenStore(), clock);
    String ada = options.adaPassword().orElseGet(() -> password(random));
    String grace = options.gracePassword().orElseGet(() -> password(random));
    accounts.add(new Account("ada", 1, clock.instant()), ada);
    accounts.add(new Account("grace", 2, clock.instant()), grace);
    IssuedToken token =
        host.tokens()
            .issue(
                TokenRequest.forOwner("ada")
                    .name(TokenNames.next(random))
                    .scopes("repo", "read:user")
                    .expiresAfter(Duration.ofDays(7))
                    .build());
    System.out.print(WalkThrough.text(options, host.url(), ada, grace, token));
    System.out.flush();
    return host;
  }

  /** 103 random bits in letters and digits, which no shell reads in its own way. */
  private static String password(SecureRandom random) {
    String text = new BigInteger(103, random).toString(36);
    return "0".repeat(20 - text.length()) + text;
  }

  private static void stop(GitHost host) {
    try {
      host.close();
      System.out.println("\nStopped. The repositories stay; the tokens were in memory only.");
    } catch (IOException | RuntimeException e) {
      System.err.println("git host: stopped with " + e);
    }
  }
}
