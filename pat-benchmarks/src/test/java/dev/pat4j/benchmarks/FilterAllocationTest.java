package dev.pat4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.servlet.AccessRules;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import dev.pat4j.store.InMemoryTokenStore;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.management.ManagementFactory;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/**
 * Holds how many bytes a request takes on its way through the filter, as {@link AllocationTest}
 * does for the verification: with the stand-in that it is made of, and without a clock.
 */
class FilterAllocationTest {

  private static final int BATCH = 10_000;
  private static final int BATCHES = 500;
  private static final FilterChain END = (request, response) -> {};

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final PersonalAccessTokens library =
      Population.library(new InMemoryTokenStore(), TokenHasher.sha256());
  private final String token = Population.issue(library, 1)[0];

  @Test
  void aBearerTokenTakesLittle() throws Exception {
    assertAtMost(1_200, 1, "Bearer " + token);
  }

  @Test
  void aBasicPairTakesLittleMore() throws Exception {
    String pair = "x:" + token;
    assertAtMost(1_500, 1, "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  @Test
  void aThousandRulesTakeNoMoreThanOne() throws Exception {
    assertAtMost(1_200, 1_000, "Bearer " + token);
  }

  private void assertAtMost(long bytes, int rules, String authorization) throws Exception {
    AccessRules.Builder table = AccessRules.builder().require("/api/repos/*", "read:user");
    for (int i = 1; i < rules; i++) {
      table.authenticated("/api/v" + i + "/*");
    }
    Filter filter = TokenAuthenticationFilter.builder(library).rules(table.build()).build();
    long least = Long.MAX_VALUE;
    for (int batch = 0; batch < BATCHES && least > bytes; batch++) {
      least = Math.min(least, bytesForEach(filter, authorization));
    }
    assertTrue(least <= bytes, least + " bytes for each, however often");
  }

  private long bytesForEach(Filter filter, String authorization) throws Exception {
    long before = threads.getCurrentThreadAllocatedBytes();
    int passed = 0;
    for (int i = 0; i < BATCH; i++) {
      HttpServletRequest request = StandIns.request("/api/repos/7", authorization);
      HttpServletResponse response = StandIns.response();
      filter.doFilter(request, response, END);
      passed += response.containsHeader("X-OAuth-Scopes") ? 1 : 0;
    }
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / BATCH;
    assertEquals(BATCH, passed);
    return each;
  }
}
