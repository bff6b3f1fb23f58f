package dev.pat4j.examples.githost;

import dev.pat4j.IssuedToken;
import dev.pat4j.PolicyViolationException;
import dev.pat4j.TokenRequest;
import dev.pat4j.store.EventLog;
import dev.pat4j.store.TokenStore;
import dev.pat4j.store.TokenStoreException;
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
 * then), {@code -Dgit.password=false}, {@code -Ddb} (a file in the data folder), {@code -Ddb.user}
 * and {@code -Ddb.password}.
 */
public final class GitHostDemo {

  /** After that what became of a dead token is of no use to anybody here. */
  private static final Duration KEPT_FOR_AUDIT = Duration.ofDays(90);

  private static final int PURGED_AT_START = 10_000;

  private GitHostDemo() {}

  /** Runs until it is stopped; says in one line what hinders it, and exits with 2 then. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      Options.requireFree(System.getProperties());
      Options options = Options.from(System.getProperties());
      TokenDatabase database = TokenDatabase.open(options.database());
      GitHost host = start(options, database);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(host, database), "stop"));
      host.join();
    } catch (Options.Unusable | PolicyViolationException | TokenStoreException e) {
      giveUp(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      giveUp("cannot start: " + e);
    }
  }

  private static void giveUp(String why) {
    System.err.println("git host: " + why);
    System.exit(2);
  }

  private static GitHost start(Options options, TokenDatabase database) throws IOException {
    try {
      return start(options, database.store(), database.events());
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static GitHost start(Options options, TokenStore store, EventLog events)
      throws IOException {
    SecureRandom random = new SecureRandom();
    InstantSource clock = InstantSource.system();
    Accounts accounts = new Accounts(random);
    GitHost host = GitHost.start(options, accounts, store, events, new FailureLimit(clock), clock);
    String ada = options.adaPassword().orElseGet(() -> password(random));
    String grace = options.gracePassword().orElseGet(() -> password(random));
    accounts.add(new Account("ada", 1, clock.instant()), ada);
    accounts.add(new Account("grace", 2, clock.instant()), grace);
    host.tokens().administration().purge(KEPT_FOR_AUDIT);
    events.purge(clock.instant().minus(KEPT_FOR_AUDIT), PURGED_AT_START);
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

  private static void stop(GitHost host, TokenDatabase database) {
    try (database) {
      host.close();
      System.out.println("\nStopped. The repositories stay, and so do the tokens.");
    } catch (IOException | RuntimeException e) {
      System.err.println("git host: stopped with " + e);
    }
  }
}
