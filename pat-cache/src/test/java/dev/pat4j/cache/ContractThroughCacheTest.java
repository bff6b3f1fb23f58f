package dev.pat4j.cache;

import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.TokenStore;
import dev.pat4j.testkit.TokenStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** A cache takes nothing from what its store promises. */
class ContractThroughCacheTest {

  @Nested
  class WithItsFeed extends TokenStoreContract {
    @Override
    protected TokenStore createStore() {
      InMemoryTokenStore rows = new InMemoryTokenStore();
      return CachingTokenStore.builder(rows, rows.changes()).build();
    }
  }

  /** What is changed here is seen here, whatever the feed is slow to tell. */
  @Nested
  class WithAFeedThatTellsNothing extends TokenStoreContract {
    @Override
    protected TokenStore createStore() {
      return CachingTokenStore.builder(new InMemoryTokenStore(), HandFeed.connectedAtOnce())
          .build();
    }
  }

  /** What is changed there is seen here, and the other way round. */
  @Nested
  class OnTwoNodesInTurn extends TokenStoreContract {
    @Override
    protected TokenStore createStore() {
      InMemoryTokenStore rows = new InMemoryTokenStore();
      return new InTurn(
          CachingTokenStore.builder(rows, rows.changes()).build(),
          CachingTokenStore.builder(rows, rows.changes()).build());
    }
  }

  /** Room for one token and one unknown digest: all that is held is pushed out again. */
  @Nested
  class WithHardlyAnyRoom extends TokenStoreContract {
    @Override
    protected TokenStore createStore() {
      InMemoryTokenStore rows = new InMemoryTokenStore();
      return CachingTokenStore.builder(rows, rows.changes())
          .maximumTokens(1)
          .maximumUnknown(1)
          .maximumAge(Duration.ofNanos(1))
          .build();
    }
  }

  @Nested
  class WithAFeedThatNeverVouches extends TokenStoreContract {
    @Override
    protected TokenStore createStore() {
      return CachingTokenStore.builder(new InMemoryTokenStore(), HandFeed.silent()).build();
    }
  }
}
