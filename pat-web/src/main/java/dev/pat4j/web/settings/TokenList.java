package dev.pat4j.web.settings;

import java.util.List;

/**
 * What the list shows.
 *
 * @param frame round it
 * @param filter as asked
 * @param tabs by state
 * @param rows of this page
 * @param isEmpty whether the person has no token at all
 * @param page the first is 1
 * @param pages at least 1
 * @param removable how many could be removed
 */
public record TokenList(
    Frame frame,
    ListFilter filter,
    List<Tab> tabs,
    List<TokenView> rows,
    boolean isEmpty,
    int page,
    int pages,
    long removable) {

  /**
   * The tokens of one state.
   *
   * @param name of the state
   * @param count of tokens
   * @param current whether it is shown
   * @param query that shows it
   */
  public record Tab(String name, long count, boolean current, String query) {}

  /** The ways to sort. */
  public List<String> sorts() {
    return ListFilter.SORTS;
  }

  /** The times without use. */
  public List<Integer> unused() {
    return ListFilter.UNUSED;
  }
}
