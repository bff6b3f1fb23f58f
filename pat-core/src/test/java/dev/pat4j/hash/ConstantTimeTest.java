package dev.pat4j.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.type.TypeMirror;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticListener;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Reads the sources: no secret is compared by something that stops at the first difference. */
class ConstantTimeTest {

  private static final Path SOURCES = Path.of("src/main/java");

  /** Its bytes are those of network addresses, which are no secrets. */
  private static final String HARMLESS = "AddressRange.java: ";

  @Test
  @DisplayName("threat 23: constant-time comparison missing (Jenkins Google Login, Jahia, Harbor)")
  void noSecretIsComparedByEquals() throws IOException {
    List<JavaFileObject> sources = new ArrayList<>();
    StandardJavaFileManager files = compiler().getStandardFileManager(null, null, null);
    try (Stream<Path> paths = Files.walk(SOURCES)) {
      paths
          .filter(path -> path.toString().endsWith(".java"))
          .filter(path -> !path.endsWith("module-info.java"))
          .forEach(path -> files.getJavaFileObjects(path).forEach(sources::add));
    }
    assertTrue(sources.size() > 40, "the sources were found");
    List<String> findings = new ArrayList<>(findings(sources));
    findings.removeIf(finding -> finding.startsWith(HARMLESS));
    assertEquals(List.of(), findings);
  }

  @Test
  void theCheckFindsWhatItLooksFor() throws IOException {
    List<String> findings =
        findings(
            List.of(
                source(
                    """
                    import java.util.Arrays;
                    import java.util.Map;
                    import java.util.Objects;
                    class Careless {
                      boolean a(String token, String other) { return token.equals(other); }
                      boolean b(String presented, String s) { return s.equalsIgnoreCase(presented); }
                      boolean c(String secret, String s) { return Objects.equals(s, secret); }
                      boolean d(byte[] a, byte[] b) { return Arrays.equals(a, b); }
                      int e(byte[] a, byte[] b) { return Arrays.compare(a, b); }
                      boolean f(char[] a, char[] b) { return Arrays.mismatch(a, b) < 0; }
                      int g(String plainText, String s) { return s.compareTo(plainText); }
                      boolean h(Secret s, String t) { return s.reveal().contentEquals(t); }
                      Object i(Map<String, String> m, String token) { return m.get(token); }
                      boolean j(String token, String s) { return token == s; }
                      interface Secret { String reveal(); }
                    }
                    """)));
    List<String> methods = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    assertEquals(methods.stream().map(method -> "Example.java: " + method).toList(), findings);
  }

  @Test
  void theCheckLeavesOtherComparisonsAlone() throws IOException {
    assertEquals(
        List.of(),
        findings(
            List.of(
                source(
                    """
                    import java.util.Arrays;
                    class Careful {
                      boolean a(String owner, String other) { return owner.equals(other); }
                      boolean b(Object token, Object other) { return token.equals(other); }
                      boolean c(long[] a, long[] b) { return Arrays.equals(a, b); }
                      boolean d(byte[] a, byte[] b) {
                        return java.security.MessageDigest.isEqual(a, b);
                      }
                      boolean e(String token) { return token == null; }
                    }
                    """))));
  }

  @Test
  @DisplayName("threat 23: digests are compared as a whole: one comparison, no way out before it")
  void aDigestIsComparedAsAWhole() throws IOException {
    List<Tree.Kind> decisions = new ArrayList<>();
    StandardJavaFileManager files = compiler().getStandardFileManager(null, null, null);
    List<JavaFileObject> source = new ArrayList<>();
    files
        .getJavaFileObjects(SOURCES.resolve("dev/pat4j/hash/TokenDigest.java"))
        .forEach(source::add);
    for (CompilationUnitTree unit : task(source, new ArrayList<>()).parse()) {
      new TreePathScanner<Void, Boolean>() {
        @Override
        public Void visitMethod(MethodTree method, Boolean inside) {
          return super.visitMethod(method, method.getName().contentEquals("equals"));
        }

        @Override
        public Void scan(Tree tree, Boolean inside) {
          if (tree != null && Boolean.TRUE.equals(inside) && DECISIONS.contains(tree.getKind())) {
            decisions.add(tree.getKind());
          }
          return super.scan(tree, inside);
        }
      }.scan(unit, false);
    }
    assertEquals(
        List.of(
            Tree.Kind.RETURN, Tree.Kind.CONDITIONAL_AND, Tree.Kind.INSTANCE_OF, Tree.Kind.EQUAL_TO),
        decisions);
  }

  private static final Set<Tree.Kind> DECISIONS =
      Set.of(
          Tree.Kind.RETURN,
          Tree.Kind.IF,
          Tree.Kind.FOR_LOOP,
          Tree.Kind.WHILE_LOOP,
          Tree.Kind.CONDITIONAL_AND,
          Tree.Kind.CONDITIONAL_OR,
          Tree.Kind.CONDITIONAL_EXPRESSION,
          Tree.Kind.INSTANCE_OF,
          Tree.Kind.METHOD_INVOCATION,
          Tree.Kind.EQUAL_TO,
          Tree.Kind.NOT_EQUAL_TO);

  /** The file and the method of each comparison that leaks. */
  private static List<String> findings(List<JavaFileObject> sources) throws IOException {
    List<String> findings = new ArrayList<>();
    JavacTask task = task(sources, findings);
    Trees trees = Trees.instance(task);
    List<CompilationUnitTree> units = new ArrayList<>();
    task.parse().forEach(units::add);
    task.analyze();
    units.forEach(unit -> new Comparisons(trees, findings).scan(unit, null));
    return findings;
  }

  /** What cannot be compiled cannot be judged, so an error is a finding too. */
  private static JavacTask task(List<JavaFileObject> sources, List<String> findings) {
    DiagnosticListener<JavaFileObject> errors =
        diagnostic -> {
          if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
            findings.add(diagnostic.toString());
          }
        };
    List<String> options =
        List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
    return (JavacTask) compiler().getTask(null, null, errors, options, null, sources);
  }

  private static JavaCompiler compiler() {
    return ToolProvider.getSystemJavaCompiler();
  }

  private static JavaFileObject source(String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  /** Collects comparisons of bytes, and of texts whose names say that they are secret. */
  private static final class Comparisons extends TreePathScanner<Void, Void> {

    private static final Set<String> STOPPING_EARLY =
        Set.of(
            "equals",
            "equalsIgnoreCase",
            "contentEquals",
            "compareTo",
            "compareToIgnoreCase",
            "compare",
            "mismatch",
            "deepEquals",
            "get",
            "containsKey",
            "contains");

    private static final Set<String> SECRET_TEXTS =
        Set.of("token", "secret", "presented", "plaintext", "password", "pepper", "reveal", "once");

    private final Trees trees;
    private final List<String> findings;

    Comparisons(Trees trees, List<String> findings) {
      this.trees = trees;
      this.findings = findings;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
      String name = lastName(call.getMethodSelect());
      if (STOPPING_EARLY.contains(name)) {
        List<ExpressionTree> compared = new ArrayList<>(call.getArguments());
        if (call.getMethodSelect() instanceof MemberSelectTree select) {
          compared.add(select.getExpression());
        }
        report(compared);
      }
      return super.visitMethodInvocation(call, null);
    }

    @Override
    public Void visitBinary(BinaryTree comparison, Void unused) {
      boolean identity =
          comparison.getKind() == Tree.Kind.EQUAL_TO
              || comparison.getKind() == Tree.Kind.NOT_EQUAL_TO;
      ExpressionTree right = comparison.getRightOperand();
      if (identity && right.getKind() != Tree.Kind.NULL_LITERAL) {
        report(List.of(comparison.getLeftOperand(), right));
      }
      return super.visitBinary(comparison, null);
    }

    private void report(List<ExpressionTree> compared) {
      if (compared.stream().anyMatch(this::isSecret)) {
        TreePath path = getCurrentPath();
        while (!(path.getLeaf() instanceof MethodTree)) {
          path = path.getParentPath();
        }
        String file = path.getCompilationUnit().getSourceFile().getName();
        findings.add(Path.of(file).getFileName() + ": " + ((MethodTree) path.getLeaf()).getName());
      }
    }

    private boolean isSecret(ExpressionTree expression) {
      TypeMirror type = trees.getTypeMirror(new TreePath(getCurrentPath(), expression));
      if (type == null) {
        return false;
      }
      return switch (type.toString()) {
        case "byte[]", "char[]" -> true;
        case "java.lang.String", "java.lang.CharSequence" ->
            SECRET_TEXTS.contains(lastName(expression).toLowerCase(Locale.ROOT));
        default -> false;
      };
    }

    private static String lastName(Tree tree) {
      if (tree instanceof MethodInvocationTree call) {
        return lastName(call.getMethodSelect());
      }
      String text = tree.toString();
      return text.substring(text.lastIndexOf('.') + 1);
    }
  }
}
