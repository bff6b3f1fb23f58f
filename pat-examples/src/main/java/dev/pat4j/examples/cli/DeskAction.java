package dev.pat4j.examples.cli;

/** A command that needs the host's database. */
abstract class DeskAction extends Action {

  @Override
  final int act(Settings settings) {
    try (TokenDesk desk = TokenDesk.open(host(), settings, surroundings())) {
      return run(desk, settings);
    }
  }

  /** Does it at this desk, and returns the exit code. */
  abstract int run(TokenDesk desk, Settings settings);
}
