package dev.pat4j.store;

import dev.pat4j.testkit.TokenStoreContract;

class InMemoryTokenStoreTest extends TokenStoreContract {

  @Override
  protected TokenStore createStore() {
    return new InMemoryTokenStore();
  }
}
