/**
 * What a user's module says to use the library: its outermost modules, which hand on the others.
 */
module consumer {
  requires dev.pat4j.cache;
  requires dev.pat4j.servlet;
}
