package dev.pat4j.consumers;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What the packaged modules export, and what they ask of whoever depends on them. */
class ModuleTest {

  @Test
  void coreExportsItsFivePackagesAndItsInternalOneToTheCacheAlone() {
    assertEquals(
        Set.of(
            "dev.pat4j",
            "dev.pat4j.format",
            "dev.pat4j.hash",
            "dev.pat4j.internal to [dev.pat4j.cache]",
            "dev.pat4j.scope",
            "dev.pat4j.store"),
        exportsOf(Jars.CORE));
  }

  @Test
  void servletExportsItsPackageAndItsInternalOneToTheWebAlone() {
    assertEquals(
        Set.of("dev.pat4j.servlet", "dev.pat4j.servlet.internal to [dev.pat4j.web]"),
        exportsOf(Jars.SERVLET));
  }

  @Test
  void cacheExportsItsPackageAndNoOther() {
    assertEquals(Set.of("dev.pat4j.cache"), exportsOf(Jars.CACHE));
  }

  @Test
  void jdbcExportsItsPackageAndNoOtherAndOpensItsScripts() {
    assertEquals(Set.of("dev.pat4j.jdbc"), exportsOf(Jars.JDBC));
    assertEquals(
        Set.of(
            "dev.pat4j.jdbc.h2",
            "dev.pat4j.jdbc.mariadb",
            "dev.pat4j.jdbc.mysql",
            "dev.pat4j.jdbc.postgresql"),
        descriptorOf(Jars.JDBC).opens().stream().map(Object::toString).collect(toSet()));
  }

  @Test
  void coreNeedsSlf4jAtRunTimeAndNothingElse() throws Exception {
    assertEquals(Set.of("java.base", "org.slf4j"), requiredBy(Jars.CORE));
    assertEquals(Set.of("org.slf4j:slf4j-api"), runtimeDependenciesOf(Jars.CORE, "pat-core"));
  }

  @Test
  void servletNeedsCoreAndSlf4jAndTheContainersApi() throws Exception {
    assertEquals(
        Set.of("java.base", "org.slf4j", "dev.pat4j.core", "jakarta.servlet"),
        requiredBy(Jars.SERVLET));
    assertEquals(
        Set.of("dev.pat4j:pat-core", "org.slf4j:slf4j-api"),
        runtimeDependenciesOf(Jars.SERVLET, "pat-servlet"));
  }

  @Test
  void cacheNeedsCoreAndSlf4jAndCaffeine() throws Exception {
    assertEquals(
        Set.of("java.base", "org.slf4j", "dev.pat4j.core", "com.github.benmanes.caffeine"),
        requiredBy(Jars.CACHE));
    assertEquals(
        Set.of(
            "dev.pat4j:pat-core", "org.slf4j:slf4j-api", "com.github.ben-manes.caffeine:caffeine"),
        runtimeDependenciesOf(Jars.CACHE, "pat-cache"));
  }

  @Test
  void jdbcNeedsCoreAndSlf4jAndNoDriver() throws Exception {
    assertEquals(
        Set.of("java.base", "java.sql", "org.slf4j", "dev.pat4j.core"), requiredBy(Jars.JDBC));
    assertEquals(
        Set.of("dev.pat4j:pat-core", "org.slf4j:slf4j-api"),
        runtimeDependenciesOf(Jars.JDBC, "pat-jdbc"));
  }

  @Test
  void webExportsItsPackageAndNoOther() {
    assertEquals(Set.of("dev.pat4j.web"), exportsOf(Jars.WEB));
  }

  @Test
  void webNeedsTheFilterAndJsonAndTemplates() throws Exception {
    assertEquals(
        Set.of(
            "java.base",
            "java.net.http",
            "org.slf4j",
            "dev.pat4j.core",
            "dev.pat4j.servlet",
            "jakarta.servlet",
            "jakarta.json",
            "gg.jte.runtime"),
        requiredBy(Jars.WEB));
    assertEquals(
        Set.of(
            "dev.pat4j:pat-servlet",
            "org.slf4j:slf4j-api",
            "org.eclipse.parsson:parsson",
            "gg.jte:jte-runtime"),
        runtimeDependenciesOf(Jars.WEB, "pat-web"));
  }

  @Test
  void noJarCarriesClassesOfAnother() throws Exception {
    for (Path jar : List.of(Jars.CORE, Jars.SERVLET, Jars.CACHE, Jars.JDBC, Jars.WEB)) {
      List<String> strangers =
          Jars.entriesOf(jar).stream()
              .filter(name -> name.endsWith(".class") || name.endsWith(".jar"))
              .filter(name -> !name.equals("module-info.class") && !name.startsWith("dev/pat4j/"))
              .toList();
      assertEquals(List.of(), strangers);
    }
  }

  private static ModuleDescriptor descriptorOf(Path jar) {
    ModuleDescriptor descriptor = ModuleFinder.of(jar).findAll().iterator().next().descriptor();
    assertTrue(!descriptor.isAutomatic() && !descriptor.isOpen(), descriptor.toString());
    return descriptor;
  }

  static Set<String> exportsOf(Path jar) {
    return descriptorOf(jar).exports().stream().map(Object::toString).collect(toSet());
  }

  private static Set<String> requiredBy(Path jar) {
    return descriptorOf(jar).requires().stream()
        .filter(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
        .map(Requires::name)
        .collect(toSet());
  }

  /** Those of the POM inside the jar, which is the one that Maven reads for a user. */
  private static Set<String> runtimeDependenciesOf(Path jar, String artifact) throws Exception {
    byte[] pom = Jars.entryOf(jar, "META-INF/maven/dev.pat4j/" + artifact + "/pom.xml");
    NodeList dependencies =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(pom))
            .getElementsByTagName("dependency");
    Set<String> found = new HashSet<>();
    for (int i = 0; i < dependencies.getLength(); i++) {
      Element dependency = (Element) dependencies.item(i);
      if (Set.of("", "compile", "runtime").contains(text(dependency, "scope"))) {
        found.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
      }
    }
    return found;
  }

  private static String text(Element parent, String child) {
    Node node = parent.getElementsByTagName(child).item(0);
    return node == null ? "" : node.getTextContent().strip();
  }
}
