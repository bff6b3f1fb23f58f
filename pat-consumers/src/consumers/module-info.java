/** What a user's module says to use the library: its two modules and nothing of what they need. */
module consumer {
  requires dev.pat4j.core;
}
