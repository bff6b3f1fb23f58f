package dev.pat4j.examples.cli;

import dev.pat4j.format.TokenFinding;
import dev.pat4j.format.TokenScanner;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pat scan}. */
@Command(
    name = "scan",
    abbreviateSynopsis = true,
    description =
        "Find tokens of the host's --prefix that leaked into files, by their checksum; no database"
            + " is asked, and no token shown. The exit code is 1 if there are any.",
    footer = {
      "",
      "With --json: an array of objects with path*, revision*, line, column and prefix; * may be"
          + " null."
    })
final class ScanCommand extends Action {

  @Parameters(paramLabel = "DIR", description = "The folder, or a single file.")
  private Path start = Path.of("");

  @Option(
      names = "--history",
      description = "DIR is a git repository: look into every object of its history instead.")
  private boolean history;

  @Override
  int act(Settings settings) {
    ScanProgress progress = new ScanProgress(surroundings());
    TokenScanner scanner = TokenScanner.of(host().format(settings)).reportingTo(progress);
    boolean[] isFirst = {true};
    print(json() ? "[" : "");
    try {
      if (history) {
        scanner.scanGitHistory(start, finding -> tell(finding, progress, isFirst));
      } else {
        scanner.scanFiles(start, finding -> tell(finding, progress, isFirst));
      }
    } catch (IOException e) {
      throw Stop.usage(start + " cannot be scanned: " + e);
    }
    print(json() ? "\n]\n" : "");
    progress.end(history ? "objects" : "files");
    return progress.found() == 0 ? Stop.DONE : Stop.REFUSED;
  }

  private void tell(TokenFinding finding, ScanProgress progress, boolean[] isFirst) {
    progress.count();
    if (json()) {
      print((isFirst[0] ? "\n" : ",\n") + json(finding).build());
      isFirst[0] = false;
    } else {
      print(Shown.visible(finding.toString()) + "\n");
    }
  }

  private static JsonObjectBuilder json(TokenFinding finding) {
    return Json.createObjectBuilder()
        .add("path", text(finding.path()))
        .add("revision", text(finding.revision()))
        .add("line", finding.line())
        .add("column", finding.column())
        .add("prefix", finding.prefix());
  }

  private static JsonValue text(Optional<String> value) {
    return value.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
  }
}
