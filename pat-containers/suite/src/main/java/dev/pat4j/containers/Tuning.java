package dev.pat4j.containers;

/** How a container reads what it is sent. */
public enum Tuning {
  /** As it comes. */
  DEFAULTS,
  /**
   * As carelessly as it can be made: encoded slashes, backslashes, dot segments and characters that
   * must be encoded reach the filter, as they do in hosts that have been tuned for old clients.
   */
  CARELESS
}
