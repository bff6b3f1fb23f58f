package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Lab.Held;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** No public method takes null but where it says so; and then nothing has happened. */
class NullsTest {

  private final Lab lab = new Lab();
  private final Held held = lab.issue();

  private List<Object> publicObjects() {
    return List.of(
        lab.tokens,
        lab.mine(),
        lab.tokens.administration(),
        TokenRequest.forOwner("ada"),
        TokenPolicy.builder(),
        TokenImport.forOwner("ada", Lab.START),
        PersonalAccessTokens.builder(lab.rows),
        AddressRange.parse("::1"),
        TokenPolicy.standard(),
        lab.tokens.verify(held.text()),
        held.token());
  }

  private static Object some(Class<?> type) {
    Map<Class<?>, Object> values =
        Map.ofEntries(
            Map.entry(String.class, "ada"),
            Map.entry(String[].class, new String[] {"repo"}),
            Map.entry(Collection.class, List.of("repo")),
            Map.entry(Map.class, Map.of()),
            Map.entry(Duration.class, Duration.ofDays(1)),
            Map.entry(Duration[].class, new Duration[] {Duration.ofDays(1)}),
            Map.entry(Instant.class, Instant.parse("2027-01-01T00:00:00Z")),
            Map.entry(TokenId.class, new TokenId(1)),
            Map.entry(int.class, 1),
            Map.entry(TokenQuery.class, TokenQuery.all()),
            Map.entry(Scopes.class, Lab.CATALOG.none()),
            Map.entry(Expiry.class, Expiry.never()),
            Map.entry(Function.class, Function.identity()),
            Map.entry(Consumer.class, (Consumer<Object>) change -> {}),
            Map.entry(byte[].class, new byte[32]),
            Map.entry(TokenImport.class, OldSystem.hashed(1).build()),
            Map.entry(TokenRequest.class, Lab.request().build()));
    return values.get(type);
  }

  @Test
  void everyMethodRefusesNullAtOnce() {
    List<String> accepted = new ArrayList<>();
    int refused = 0;
    List<Object> receivers = new ArrayList<>(publicObjects());
    List<Class<?>> statics =
        List.of(
            PersonalAccessTokens.class,
            TokenRequest.class,
            TokenPolicy.class,
            TokenImport.class,
            AddressRange.class,
            Expiry.class);
    for (Object receiver : receivers) {
      for (Method method : receiver.getClass().getMethods()) {
        if (!Modifier.isStatic(method.getModifiers())) {
          refused += tryNulls(receiver, method, accepted);
        }
      }
    }
    for (Class<?> type : statics) {
      for (Method method : type.getMethods()) {
        if (Modifier.isStatic(method.getModifiers())) {
          refused += tryNulls(null, method, accepted);
        }
      }
    }
    assertEquals(List.of(), accepted);
    assertTrue(refused > 90, "only " + refused + " were tried");
    lab.verified(held.text());
  }

  private static int tryNulls(Object receiver, Method method, List<String> accepted) {
    int refused = 0;
    if (method.getDeclaringClass().getPackage() != PersonalAccessTokens.class.getPackage()
        || method.getName().equals("equals")) {
      return 0;
    }
    for (int i = 0; i < method.getParameterCount(); i++) {
      if (method.getParameterTypes()[i].isPrimitive()
          || method.getAnnotatedParameterTypes()[i].getAnnotations().length > 0) {
        continue;
      }
      Object[] arguments = new Object[method.getParameterCount()];
      for (int j = 0; j < arguments.length; j++) {
        arguments[j] = j == i ? null : some(method.getParameterTypes()[j]);
        if (arguments[j] instanceof String[] && method.getName().contains("Addresses")) {
          arguments[j] = new String[] {"::1"};
        }
      }
      try {
        method.invoke(receiver, arguments);
        accepted.add(method + " takes null as its argument " + i);
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof NullPointerException) {
          refused++;
        } else {
          accepted.add(method + " with null as its argument " + i + ": " + e.getCause());
        }
      } catch (IllegalAccessException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
    return refused;
  }
}
