/**
 * What a user's module says to use the library: its outermost module, which hands on the others.
 */
module consumer {
  requires dev.pat4j.servlet;
}
