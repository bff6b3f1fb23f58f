package dev.pat4j.examples.githost;

import dev.pat4j.OwnerDirectory;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The people who have an account here, and their passwords. Logins are compared exactly.
 *
 * <p>To the library this is the directory of owners: it is asked at every use of a token, so that
 * the tokens of somebody who left die with the account. Thread-safe.
 */
final class Accounts implements OwnerDirectory {

  private record Entry(Account account, PasswordHash password) {}

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Set<String> disabled = ConcurrentHashMap.newKeySet();
  private final SecureRandom random;

  /** Compared in the place of a password that does not exist, so that it takes as long. */
  private final PasswordHash nobody;

  private final int iterations;

  Accounts(SecureRandom random) {
    this(random, PasswordHash.ITERATIONS);
  }

  /** With passwords that take so long to check; fewer are for tests. */
  Accounts(SecureRandom random, int iterations) {
    this.random = random;
    this.iterations = iterations;
    this.nobody = PasswordHash.ofNobody(random, iterations);
  }

  void add(Account account, String password) {
    entries.put(account.login(), new Entry(account, PasswordHash.of(password, random, iterations)));
  }

  /** What an administrator does when somebody leaves. */
  void disable(String login) {
    disabled.add(login);
  }

  Optional<Account> find(String login) {
    return Optional.ofNullable(entries.get(login)).map(Entry::account);
  }

  /** The account, if the password is its own and it is not disabled. */
  Optional<Account> signIn(String login, String password) {
    Entry entry = entries.get(login);
    PasswordHash known = entry == null ? nobody : entry.password();
    boolean fits = known.fits(password);
    return fits && isActive(login) ? find(login) : Optional.empty();
  }

  @Override
  public boolean isActive(String owner) {
    return entries.containsKey(owner) && !disabled.contains(owner);
  }
}
