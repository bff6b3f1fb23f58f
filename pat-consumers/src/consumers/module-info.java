/**
 * What a user's module says to use the library: its outermost modules, which hand on the others.
 */
@SuppressWarnings("requires-automatic") // H2, which needs java.naming as well
module consumer {
  requires com.h2database;
  requires dev.pat4j.cache;
  requires dev.pat4j.jdbc;
  requires dev.pat4j.servlet;
  requires dev.pat4j.web;
  requires java.naming;
}
