package dev.pat4j.web;

import static dev.pat4j.web.AuthorizationsLab.ADA;
import static dev.pat4j.web.AuthorizationsLab.DEMO;
import static dev.pat4j.web.AuthorizationsLab.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Verified;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The host or the store breaks once, at each of the questions that a request which makes a token
 * puts to it in turn: the answer is 503, the client asks again, and has a token that works.
 */
class AuthorizationsHalfwayTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "POST /authorizations {'note':'n'}",
        "POST /authorizations {'client_id':'demo-client','client_secret':'demo-secret'}",
        "PUT /authorizations/clients/demo-client {'client_secret':'demo-secret'}",
      })
  @DisplayName("threat 21: a token that was made and shown to nobody is not in the way of another")
  void nothingIsLeftOfATokenThatNobodySaw(String method, String path, String body)
      throws Exception {
    for (boolean store : new boolean[] {false, true}) {
      boolean broke = true;
      for (int call = 1; broke; call++) {
        try (AuthorizationsLab api = new AuthorizationsLab()) {
          AtomicInteger breaksAt = store ? api.web.storeBreaksAt : api.web.host.breaksAt;
          breaksAt.set(call);
          String json = body.replace('\'', '"');
          HttpResponse<String> first = api.send(ADA, method, path, json);
          broke = breaksAt.getAndSet(0) <= 0;
          assertTrue(call > 1 || broke, "it is asked at least once");
          if (broke) {
            assertEquals(503, first.statusCode(), () -> first.body());
            assertFalse(first.body().contains("ghp_"), first.body());
          }
          HttpResponse<String> again = broke ? api.send(ADA, method, path, json) : first;

          assertEquals(201, again.statusCode(), (store ? "store " : "host ") + call + again.body());
          assertInstanceOf(Verified.class, api.web.tokens.verify(object(again).getString("token")));
          assertEquals(1, api.web.tokens.ownedBy("ada").list().size());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"POST, /tokens/", "PATCH, /token"})
  @DisplayName("threat 21: a host that breaks while a token is reset costs nobody the old one")
  void theOldTokenLivesUntilTheNewOneCanBeShown(String method, String path) throws Exception {
    boolean broke = true;
    for (int question = 1; broke; question++) {
      try (AuthorizationsLab api = new AuthorizationsLab()) {
        String old = api.granted(ADA, "").getString("token");
        api.web.host.breaksAt.set(question);
        HttpResponse<String> reset =
            api.send(
                DEMO,
                method,
                "/applications/demo-client" + path + (path.endsWith("/") ? old : ""),
                "{\"access_token\":\"" + old + "\"}");
        broke = api.web.host.breaksAt.getAndSet(0) <= 0;

        assertEquals(broke ? 503 : 200, reset.statusCode(), reset.body());
        String alive = broke ? old : object(reset).getString("token");
        assertInstanceOf(Verified.class, api.web.tokens.verify(alive), "question " + question);
      }
    }
  }
}
