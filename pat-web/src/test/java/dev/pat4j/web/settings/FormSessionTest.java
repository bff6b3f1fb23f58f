package dev.pat4j.web.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Forms that are good once, in a session that is kept elsewhere and comes as a copy each time. */
class FormSessionTest {

  private final Map<String, byte[]> rows = new HashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final HttpServletRequest request = request();

  @Test
  void oneFormSentTwiceAtOnceIsTakenOnce() {
    String form = ada().newForm(request, random);
    UsedForms used = new UsedForms();
    FormSession one = ada();
    FormSession other = ada();

    assertTrue(one.use(request, form, used));
    assertFalse(other.use(request, form, used));
  }

  @Test
  void aSlowerPageThatWritesBackAnOldCopyMakesNoFormGoodAgain() {
    String form = ada().newForm(request, random);
    UsedForms used = new UsedForms();
    FormSession slower = ada();
    assertTrue(ada().use(request, form, used));
    slower.newForm(request, random);

    assertFalse(ada().use(request, form, used));
  }

  @Test
  void whatIsRememberedOfFormsIsBounded() {
    UsedForms used = new UsedForms();
    for (int i = 0; i <= 10_000; i++) {
      assertTrue(used.add("form " + i));
    }

    assertFalse(used.add("form 1"));
    assertTrue(used.add("form 0"));
  }

  @Test
  void onlyTheFormsShownLastAreTaken() {
    String oldest = ada().newForm(request, random);
    String second = ada().newForm(request, random);
    for (int i = 0; i < 63; i++) {
      ada().newForm(request, random);
    }
    UsedForms used = new UsedForms();

    assertFalse(ada().use(request, oldest, used));
    assertTrue(ada().use(request, second, used));
  }

  @Test
  void anotherPersonInTheSameSessionGetsNothingOfIt() {
    String form = ada().newForm(request, random);
    String proof = ada().proof();
    ada().say(request, Notice.done("notice.deleted", "secret plan"));

    FormSession grace = FormSession.of(request, "grace", random);

    assertNotEquals(proof, grace.proof());
    assertFalse(grace.isProvenBy(proof));
    assertFalse(grace.use(request, form, new UsedForms()));
    assertEquals(null, grace.said(request));
  }

  private FormSession ada() {
    return FormSession.of(request, "ada", random);
  }

  private HttpServletRequest request() {
    HttpSession session =
        fake(
            HttpSession.class,
            (name, arguments) ->
                switch (name) {
                  case "getId" -> "1";
                  case "getAttribute" -> copy(rows.get(arguments[0]));
                  default -> rows.put((String) arguments[0], bytes(arguments[1]));
                });
    return fake(HttpServletRequest.class, (name, arguments) -> session);
  }

  private interface Answer {
    Object to(String name, Object[] arguments) throws Exception;
  }

  private static <T> T fake(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            FormSessionTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getReturnType() == void.class
                    ? nothing(answer.to(method.getName(), arguments))
                    : answer.to(method.getName(), arguments)));
  }

  private static Object nothing(Object ignored) {
    return null;
  }

  private static byte[] bytes(Object value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static Object copy(byte[] row) throws Exception {
    return row == null ? null : new ObjectInputStream(new ByteArrayInputStream(row)).readObject();
  }
}
