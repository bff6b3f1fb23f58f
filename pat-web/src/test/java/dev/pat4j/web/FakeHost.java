package dev.pat4j.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A host with the people ada and grace and the application demo-client; a test adds to it, or
 * breaks it. Who is signed in, and since when, stands in the session.
 */
final class FakeHost implements WebHost {

  static final String ADA = "correct horse";
  static final String GRACE = "battery staple";
  static final String SIGNED_IN = "lab.user";
  static final String PROVEN_AT = "lab.provenAt";

  final Map<String, String> passwords = new HashMap<>(Map.of("ada", ADA, "grace", GRACE));
  final Map<String, SecondFactor> factors = new HashMap<>();
  final Map<String, RegisteredApplication> applications = new HashMap<>();
  final Set<String> administrators = ConcurrentHashMap.newKeySet();
  volatile boolean broken;

  /** The question that it breaks at, once, counted from now; 0 for none. */
  final AtomicInteger breaksAt = new AtomicInteger();

  /** The header in which the proxy of this host says who the client is; null for none. */
  volatile @Nullable String clientHeader;

  /** The names and client ids that were looked up. */
  final Set<String> asked = ConcurrentHashMap.newKeySet();

  /** Whether there are {@code /sign-in} and {@code /prove} to send people to. */
  volatile boolean hasPages;

  FakeHost() {
    add(
        RegisteredApplication.of(
            "demo-client", "demo-secret", "Demo", URI.create("https://demo.example/")));
  }

  void add(RegisteredApplication application) {
    applications.put(application.clientId(), application);
  }

  @Override
  public Optional<String> signedIn(HttpServletRequest request) {
    return inSession(request, SIGNED_IN).map(String::valueOf);
  }

  @Override
  public Optional<Instant> provenAt(HttpServletRequest request) {
    return inSession(request, PROVEN_AT).map(Instant.class::cast);
  }

  @Override
  public Optional<URI> signInPage(HttpServletRequest request, String returnTo) {
    return hasPages ? Optional.of(URI.create("/sign-in?to=" + returnTo)) : Optional.empty();
  }

  @Override
  public Optional<URI> proofPage(HttpServletRequest request, String returnTo) {
    return hasPages ? Optional.of(URI.create("/prove?to=" + returnTo)) : Optional.empty();
  }

  @Override
  public Optional<String> authenticate(String userName, String password) {
    working();
    asked.add(userName);
    return Optional.of(userName).filter(name -> password.equals(passwords.get(name)));
  }

  @Override
  public Optional<SecondFactor> secondFactor(String owner) {
    working();
    return Optional.ofNullable(factors.get(owner));
  }

  @Override
  public Optional<RegisteredApplication> application(String clientId) {
    working();
    asked.add(clientId);
    return Optional.ofNullable(applications.get(clientId));
  }

  @Override
  public long userId(String owner) {
    working();
    return owner.equals("ada") ? 1815 : owner.equals("grace") ? 1906 : 0;
  }

  @Override
  public boolean mayImpersonate(String administrator, String owner) {
    return administrators.contains(administrator) && passwords.containsKey(owner);
  }

  @Override
  public Optional<String> clientAddress(HttpServletRequest request) {
    String header = clientHeader;
    return header == null
        ? WebHost.super.clientAddress(request)
        : Optional.ofNullable(request.getHeader(header));
  }

  private Optional<Object> inSession(HttpServletRequest request, String name) {
    working();
    HttpSession session = request.getSession(false);
    return Optional.ofNullable(session).map(found -> found.getAttribute(name));
  }

  private void working() {
    if (broken || breaksAt.getAndDecrement() == 1) {
      throw new IllegalStateException("the directory is down");
    }
  }
}
