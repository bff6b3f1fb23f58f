package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.store.LastUse;
import dev.pat4j.store.TokenId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UseTest {

  @Test
  @DisplayName("threat 33: last uses are written in ascending order of id, so that nodes only wait")
  void usesAreInAscendingOrderOfId() {
    List<Long> ids = LongStream.rangeClosed(1, 100).mapToObj(number -> number * number).toList();
    Map<TokenId, LastUse> uses = new HashMap<>();
    ids.forEach(id -> uses.put(new TokenId(id), Tokens.usedAt(Tokens.NOON)));

    assertEquals(ids, Use.sorted(uses).stream().map(Use::id).toList());
  }
}
