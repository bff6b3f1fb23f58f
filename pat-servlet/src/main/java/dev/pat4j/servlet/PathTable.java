package dev.pat4j.servlet;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is said about a path and a method, in one walk along the segments of the path however
 * many entries there are.
 *
 * <p>The most specific pattern that matches a path decides alone: an exact path before a prefix, a
 * longer prefix before a shorter one. What it says about no method, nobody says: there is no
 * falling back to a less specific pattern. Not thread-safe while it is filled.
 */
final class PathTable<V> {

  /** Stands for every method that the pattern does not name. */
  static final String EVERY_METHOD = "*";

  private final Node<V> root = new Node<>();

  /** Adds an entry; what stood for the same pattern and method before, or null. */
  @Nullable V put(PathPattern pattern, String method, V value) {
    Node<V> node = root;
    for (String segment : pattern.segments()) {
      node = node.children.computeIfAbsent(segment, s -> new Node<>());
    }
    return (pattern.isPrefix() ? node.prefix : node.exact).putIfAbsent(method, value);
  }

  /** What is said about this decoded path and this exact method; null if nothing. */
  @Nullable V find(String path, String method) {
    Map<String, V> methods = mostSpecific(path);
    V named = methods.get(method);
    return named != null ? named : methods.get(EVERY_METHOD);
  }

  /** Whether any pattern at all matches this path. */
  boolean names(String path) {
    return !mostSpecific(path).isEmpty();
  }

  private Map<String, V> mostSpecific(String path) {
    if (!path.isEmpty() && path.charAt(0) != '/') {
      return Map.of();
    }
    Node<V> node = root;
    Map<String, V> longestPrefix = root.prefix;
    int slash = 0;
    while (slash < path.length()) {
      if (node.children.isEmpty()) {
        return longestPrefix;
      }
      int next = path.indexOf('/', slash + 1);
      int end = next < 0 ? path.length() : next;
      Node<V> child = node.children.get(path.substring(slash + 1, end));
      if (child == null) {
        return longestPrefix;
      }
      node = child;
      longestPrefix = node.prefix.isEmpty() ? longestPrefix : node.prefix;
      slash = end;
    }
    return node.exact.isEmpty() ? longestPrefix : node.exact;
  }

  private static final class Node<V> {
    final Map<String, Node<V>> children = new HashMap<>();
    final Map<String, V> exact = new HashMap<>();
    final Map<String, V> prefix = new HashMap<>();
  }
}
