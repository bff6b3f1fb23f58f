package dev.pat4j.cache;

import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.TokenStore;
import dev.pat4j.testkit.TokenStoreContract;

class ContractThroughCacheTest extends TokenStoreContract {

  @Override
  protected TokenStore createStore() {
    InMemoryTokenStore rows = new InMemoryTokenStore();
    return CachingTokenStore.builder(rows, rows.changes()).build();
  }
}
