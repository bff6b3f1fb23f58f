package dev.pat4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.launcher.EngineFilter.includeEngines;

import dev.pat4j.store.TokenStore;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs cases of the contract against a store and notes which of them fail. */
final class ContractRun implements TestExecutionListener {

  /** What the contract being run makes its stores with; contracts run one at a time here. */
  private static Supplier<? extends TokenStore> stores = ForwardingStore::new;

  private final Set<String> ran = new TreeSet<>();
  private final Set<String> failed = new TreeSet<>();

  private ContractRun() {}

  /** Every case there is. */
  static List<Method> cases() {
    return Stream.<Class<?>>iterate(
            TokenStoreContract.class, type -> type != Object.class, Class::getSuperclass)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Test.class))
        .toList();
  }

  /** The names of those of these cases that fail. */
  static Set<String> failures(
      Supplier<? extends TokenStore> storesToTry, Collection<String> cases) {
    stores = storesToTry;
    ContractRun run = new ContractRun();
    LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build())
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(cases.stream().map(ContractRun::select).toList())
                .filters(includeEngines("junit-jupiter"))
                .build(),
            run);
    assertEquals(new TreeSet<>(cases), run.ran, "all of them ran");
    return run.failed;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.getSource().orElse(null) instanceof MethodSource method) {
      ran.add(method.getMethodName());
      if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
        failed.add(method.getMethodName());
      }
    }
  }

  private static MethodSelector select(String name) {
    return selectMethod(StoreUnderTest.class, name);
  }

  /** Not found by its name: only this class runs it. */
  static final class StoreUnderTest extends TokenStoreContract {
    @Override
    protected TokenStore createStore() {
      return stores.get();
    }
  }
}
