package dev.pat4j.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.EngineFilter.includeEngines;

import dev.pat4j.store.TokenStore;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the contract against a store, and notes which cases it ran and which of them failed. */
final class ContractRun implements TestExecutionListener {

  /** What the contract being run makes its stores with; contracts run one at a time here. */
  private static Supplier<? extends TokenStore> stores = ForwardingStore::new;

  private final Set<String> cases = new TreeSet<>();
  private final Set<String> failed = new TreeSet<>();

  private ContractRun() {}

  static ContractRun of(Supplier<? extends TokenStore> storesToTry) {
    stores = storesToTry;
    ContractRun run = new ContractRun();
    LauncherConfig alone =
        LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .build();
    LauncherFactory.create(alone)
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(StoreUnderTest.class))
                .filters(includeEngines("junit-jupiter"))
                .build(),
            run);
    return run;
  }

  /** The names of all cases that ran. */
  Set<String> cases() {
    return cases;
  }

  /** The names of those that failed. */
  Set<String> failed() {
    return failed;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.getSource().orElse(null) instanceof MethodSource method) {
      cases.add(method.getMethodName());
      if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
        failed.add(method.getMethodName());
      }
    }
  }

  /** Not found by name: only this class runs it. */
  static final class StoreUnderTest extends TokenStoreContract {
    @Override
    protected TokenStore createStore() {
      return stores.get();
    }
  }
}
