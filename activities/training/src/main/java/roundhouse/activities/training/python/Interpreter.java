package roundhouse.activities.training.python;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.activities.training.process.Command;

/// A Python that can make environments for trainings.
///
/// @param identity its version, ABI and machine: what an environment made with it depends on
record Interpreter(Path executable, String version, String identity) {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final List<String> NAMES =
      List.of("python3", "python3.14", "python3.13", "python3.12", "python3.11");

  /// Prints version, identity and what is missing to make an environment, a line each.
  private static final String PROBE =
      """
      import sys, sysconfig
      print('.'.join(map(str, sys.version_info[:3])))
      print(sysconfig.get_platform(), sysconfig.get_config_var('SOABI'), sys.base_prefix)
      missing = '' if sys.version_info >= (3, 11) else 'version'
      for module in ('venv', 'ensurepip'):
          try:
              __import__(module)
          except ImportError:
              missing = missing or module
      print(missing)
      """;

  /// An interpreter, or why there is none and what to do about it.
  sealed interface Search {
    record Found(Interpreter interpreter) implements Search {}

    record NotFound(String reason) implements Search {}
  }

  /// Looks at the configured interpreter only, or at all on PATH.
  static Search search(@Nullable Path configured) throws InterruptedException {
    List<String> refusals = new ArrayList<>();
    for (Path candidate : configured == null ? onPath() : List.of(configured)) {
      switch (probe(candidate)) {
        case Search.Found found -> {
          return found;
        }
        case Search.NotFound refusal -> refusals.add(refusal.reason());
      }
    }
    return new Search.NotFound(
        refusals.isEmpty()
            ? "Python: not found on PATH; expected 3.11 or later. Install it: apt-get install python3 python3-venv"
            : refusals.getFirst());
  }

  private static List<Path> onPath() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return NAMES.stream()
        .flatMap(
            name ->
                Stream.of(path.split(File.pathSeparator, -1))
                    .filter(folder -> !folder.isEmpty())
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .toList();
  }

  private static Search probe(Path candidate) throws InterruptedException {
    Command.Result result = new Command(candidate.toString(), "-I", "-c", PROBE).run(LIMIT);
    List<String> lines = result.output().lines().toList();
    if (!result.isSuccess() || lines.size() < 2) {
      return new Search.NotFound(
          "Python '%s': does not run (%s); expected 3.11 or later. Install it, or set roundhouse.training.python"
              .formatted(candidate, result.end()));
    }
    String version = lines.getFirst();
    return switch (lines.size() > 2 ? lines.get(2) : "") {
      case "" ->
          new Search.Found(new Interpreter(candidate, version, version + " " + lines.get(1)));
      case "version" ->
          new Search.NotFound(
              "Python '%s': is %s; expected 3.11 or later. Install one, or set roundhouse.training.python"
                  .formatted(candidate, version));
      default ->
          new Search.NotFound(
              "Python '%s': has no module '%s', which makes environments. Install it: apt-get install python3-venv"
                  .formatted(candidate, lines.get(2)));
    };
  }
}
