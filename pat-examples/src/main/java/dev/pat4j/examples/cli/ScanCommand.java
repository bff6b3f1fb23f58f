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
    JsonLines lines = new JsonLines(this);
    try {
      if (history) {
        scanner.scanGitHistory(start, finding -> tell(finding, progress, lines));
      } else {
        scanner.scanFiles(start, finding -> tell(finding, progress, lines));
      }
    } catch (IOException e) {
      lines.breakOff();
      throw Stop.usage(start + " cannot be scanned: " + e);
    }
    if (json()) {
      lines.end();
    }
    progress.end(history ? "object" : "file");
    return progress.found() == 0 ? Stop.DONE : Stop.REFUSED;
  }

  private void tell(TokenFinding finding, ScanProgress progress, JsonLines lines) {
    progress.count();
    if (json()) {
      lines.add(json(finding));
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
