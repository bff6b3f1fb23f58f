package dev.pat4j.consumers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.util.JavacTask;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What a user can name: how much of it there is, and whether all of it says what it does. */
class PublicSurfaceTest {

  /**
   * A type is public only if a user must write its name. Raise this only with a reason: it was 36
   * until a host could move its old tokens here, which takes what it implements (ForeignFormat) and
   * what it builds (TokenImport), and 38 until a token's history could be shown, which takes what a
   * host implements (EventLog), what it reads (LoggedEvent), and the one in memory; and 41 until
   * tokens could be found where they leaked to (TokenScanner, TokenFinding); and 43 until several
   * things of a token could be changed in one step (TokenChange).
   */
  private static final int BUDGET_OF_CORE = 44;

  private static final int BUDGET_OF_SERVLET = 6;

  private static final int BUDGET_OF_CACHE = 1;

  /** It was 3 until what happens to tokens was kept as well (JdbcEventLog). */
  private static final int BUDGET_OF_JDBC = 4;

  /** A servlet for each thing to mount, and the four types that a host implements or hands in. */
  private static final int BUDGET_OF_WEB = 11;

  @Test
  void coreStaysWithinItsBudgetOfPublicTypes() throws IOException {
    Set<String> types = namesOf(publicTypesOf(Jars.CORE));
    assertTrue(types.size() <= BUDGET_OF_CORE, types.size() + " public types: " + types);
  }

  @Test
  void servletStaysWithinItsBudgetOfPublicTypes() throws IOException {
    Set<String> types = namesOf(publicTypesOf(Jars.SERVLET));
    assertTrue(types.size() <= BUDGET_OF_SERVLET, types.size() + " public types: " + types);
  }

  @Test
  void cacheStaysWithinItsBudgetOfPublicTypes() throws IOException {
    Set<String> types = namesOf(publicTypesOf(Jars.CACHE));
    assertTrue(types.size() <= BUDGET_OF_CACHE, types.size() + " public types: " + types);
  }

  @Test
  void jdbcStaysWithinItsBudgetOfPublicTypes() throws IOException {
    Set<String> types = namesOf(publicTypesOf(Jars.JDBC));
    assertTrue(types.size() <= BUDGET_OF_JDBC, types.size() + " public types: " + types);
  }

  @Test
  void webStaysWithinItsBudgetOfPublicTypes() throws IOException {
    Set<String> types = namesOf(publicTypesOf(Jars.WEB));
    assertTrue(types.size() <= BUDGET_OF_WEB, types.size() + " public types: " + types);
  }

  @Test
  void everyPublicElementHasAComment() throws IOException {
    for (Path jar : List.of(Jars.CORE, Jars.SERVLET, Jars.CACHE, Jars.JDBC, Jars.WEB)) {
      Surface surface = publicTypesOf(jar);
      assertTrue(!surface.types.isEmpty(), jar + " has no public type");
      List<String> silent = new ArrayList<>();
      surface.types.forEach(type -> collectSilent(surface.elements, type, silent));
      assertEquals(List.of(), silent, "without a comment");
    }
  }

  private record Surface(Elements elements, List<TypeElement> types) {}

  private static Set<String> namesOf(Surface surface) {
    return surface.types.stream()
        .map(type -> type.getQualifiedName().toString())
        .collect(toCollection(TreeSet::new));
  }

  private static void collectSilent(Elements elements, Element element, List<String> silent) {
    boolean inherits = element.getAnnotation(Override.class) != null;
    if (elements.getDocComment(element) == null && !inherits) {
      silent.add(element.getEnclosingElement() + "." + element);
    }
    element.getEnclosedElements().stream()
        .filter(PublicSurfaceTest::isPublic)
        .filter(child -> !isMadeByTheCompiler(child))
        .forEach(child -> collectSilent(elements, child, silent));
  }

  private static boolean isPublic(Element element) {
    return element.getModifiers().contains(Modifier.PUBLIC)
        || element.getModifiers().contains(Modifier.PROTECTED);
  }

  /** What a record and an enum have without saying it; the origin of an element does not tell. */
  private static boolean isMadeByTheCompiler(Element element) {
    Element type = element.getEnclosingElement();
    String name = element.getSimpleName().toString();
    return switch (type.getKind()) {
      case ENUM -> Set.of("values", "valueOf").contains(name);
      case RECORD ->
          Set.of(ElementKind.RECORD_COMPONENT, ElementKind.CONSTRUCTOR).contains(element.getKind())
              || Set.of("equals", "hashCode", "toString").contains(name)
              || ((TypeElement) type)
                  .getRecordComponents().stream()
                      .anyMatch(component -> component.getSimpleName().contentEquals(name));
      default -> false;
    };
  }

  /** Read from the published sources, where the comments are. */
  private static Surface publicTypesOf(Path jar) throws IOException {
    Path sources = Jars.sourcesOf(jar);
    Set<String> exported = ModuleTest.exportsOf(jar);
    List<JavaFileObject> files = new ArrayList<>();
    for (String name : Jars.entriesOf(sources)) {
      if (name.endsWith(".java") && !name.endsWith("-info.java")) {
        files.add(new Source(name, new String(Jars.entryOf(sources, name), UTF_8)));
      }
    }
    String path =
        String.join(
            File.pathSeparator, Jars.path(), Jars.JSPECIFY.toString(), Jars.POSTGRESQL.toString());
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none", "-cp", path), null, files);
    Stream<? extends Element> analyzed = StreamSupport.stream(task.analyze().spliterator(), false);
    List<TypeElement> types =
        ElementFilter.typesIn(analyzed.toList()).stream()
            .filter(type -> isPublic(type) && !type.getNestingKind().isNested())
            .filter(type -> exported.contains(packageOf(type)))
            .toList();
    return new Surface(task.getElements(), types);
  }

  private static String packageOf(TypeElement type) {
    String name = type.getQualifiedName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
