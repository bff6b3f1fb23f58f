package dev.pat4j;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** Two calls at once, each pair of them in many schedules, before whatever chance thinks of. */
public final class Fights {

  /** How much deeper to look than an ordinary build has time for: -Dtest.jvm.args=-Dscale=10. */
  private static final int SCALE = Integer.getInteger("scale", 1);

  private final Class<?> test;
  private final ModelCheckingOptions options =
      new ModelCheckingOptions()
          .iterations(4 * SCALE)
          .invocationsPerIteration(40 * SCALE)
          .threads(2)
          .actorsPerThread(2)
          .actorsBefore(0)
          .actorsAfter(1);

  private List<Actor> before = List.of();
  private List<Actor> after = List.of();

  public Fights(Class<?> test) {
    this.test = test;
  }

  /** A call of an operation of the test by its name. */
  public Actor call(String operation, Integer... arguments) {
    Method method =
        Arrays.stream(test.getMethods())
            .filter(candidate -> candidate.getName().equals(operation))
            .findAny()
            .orElseThrow(() -> new AssertionError("no operation " + operation));
    return new Actor(method, List.of(arguments));
  }

  /** What is called, alone, before each of the fights to come. */
  public Fights begin(Actor... calls) {
    before = List.of(calls);
    return this;
  }

  /** What is called, alone, after each of the fights to come: its answers are compared, too. */
  public Fights end(Actor... calls) {
    after = List.of(calls);
    return this;
  }

  /** Every call of one list against every call of the other. */
  public Fights all(List<Actor> some, List<Actor> others) {
    for (Actor one : some) {
      for (Actor other : others) {
        options.addCustomScenario(
            new ExecutionScenario(before, List.of(List.of(one), List.of(other)), after, null));
      }
    }
    return this;
  }

  /** A thread for each list, which calls what is in it, one after the other. */
  public Fights atOnce(List<List<Actor>> threads) {
    options.addCustomScenario(new ExecutionScenario(before, threads, after, null));
    return this;
  }

  /** Takes what is in this package for atomic, since it is tested elsewhere: no switch within. */
  public Fights trust(String packageName) {
    options.addGuarantee(
        forClasses(name -> name.startsWith(packageName)).allMethods().treatAsAtomic());
    return this;
  }

  /** Nothing that chance thinks of: of that, not everything has an order that explains it. */
  public Fights andNoOthers() {
    options.iterations(0);
    return this;
  }

  public void check() {
    options.check(test);
  }
}
