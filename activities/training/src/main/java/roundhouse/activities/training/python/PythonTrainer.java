package roundhouse.activities.training.python;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.activities.training.runner.TrainingOptions;
import roundhouse.activities.training.trainer.Trainer;
import roundhouse.temporal.contracts.Problem;

/// Runs users' `train` functions in Python, on pinned libraries in an environment of their own.
/// Safe for use by many threads.
public final class PythonTrainer implements Trainer {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]+");

  private final TrainingOptions options;
  private volatile Interpreter.@Nullable Search search;

  public PythonTrainer(TrainingOptions options) {
    this.options = options;
  }

  /// Whether trainings in Python can run here, and if not, why and what to do about it.
  ///
  /// @param reason one line for a person: the interpreter that is used, or what is missing
  public record Availability(boolean available, String reason) {}

  /// Looks for an interpreter that can make environments; makes none yet. Takes some 100 ms the
  /// first time.
  public Availability availability() throws InterruptedException {
    return switch (search()) {
      case Interpreter.Search.Found(Interpreter found) ->
          new Availability(true, "Python %s, %s".formatted(found.version(), found.executable()));
      case Interpreter.Search.NotFound(String reason) -> new Availability(false, reason);
    };
  }

  /// Makes the environment unless it is there already; tells `progress` a line at a time.
  public void prepareEnvironment(Consumer<String> progress) throws InterruptedException {
    environment().ensure(progress);
  }

  /// The interpreter of the environment, whether or not it has been made yet.
  public Path executable() throws InterruptedException {
    return environment().executable();
  }

  @Override
  public List<Problem> check(String name, Map<String, Object> params) {
    if (!NAME.matcher(name).matches()) {
      return List.of(
          new Problem(
              "Workflow", "python:" + name, "a name of a-z, 0-9 and _", "rename the workflow"));
    }
    if (!Files.isRegularFile(file(name))) {
      return List.of(
          new Problem(
              "Workflow",
              "python:" + name,
              "one of " + String.join(", ", workflows()),
              "add %s.py to the workflows folder, or name another".formatted(name)));
    }
    return interpreterProblem(name).map(List::of).orElse(List.of());
  }

  private Optional<Problem> interpreterProblem(String name) {
    try {
      Availability here = availability();
      return here.available()
          ? Optional.empty()
          : Optional.of(
              new Problem(
                  "Workflow",
                  "python:" + name,
                  "Python on the worker's machine",
                  here.reason() + "; or use jvm:xgboost, which needs none"));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// Names of all workflows in the folder, sorted.
  public List<String> workflows() {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(options.workflowsDir())) {
      files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".py"))
          .map(file -> "python:" + file.substring(0, file.length() - 3))
          .sorted()
          .forEach(names::add);
    } catch (java.io.IOException none) {
      return List.of();
    }
    return names;
  }

  @Override
  public Launch prepare(String name, Consumer<String> progress) throws InterruptedException {
    PythonEnvironment environment = environment();
    environment.ensure(progress);
    Path program = TrainerProgram.installBelow(folder());
    return new Launch(
        List.of(environment.executable().toString(), "-P", "-u", "-m", TrainerProgram.PACKAGE),
        Map.of(
            "PATH", "/usr/local/bin:/usr/bin:/bin",
            "LANG", "C.UTF-8",
            "PYTHONPATH", program.toString(),
            "PYTHONHASHSEED", "0",
            "PYTHONDONTWRITEBYTECODE", "1",
            "OMP_WAIT_POLICY", "PASSIVE",
            "OMP_NUM_THREADS", Integer.toString(options.threads())),
        CodeRevision.of(file(name)));
  }

  private PythonEnvironment environment() throws InterruptedException {
    return switch (search()) {
      case Interpreter.Search.Found(Interpreter found) ->
          new PythonEnvironment(folder(), found, options.heartbeatInterval());
      case Interpreter.Search.NotFound(String reason) -> throw new IllegalStateException(reason);
    };
  }

  /// What was found is kept; what was missing is looked for again, it may have been installed.
  private Interpreter.Search search() throws InterruptedException {
    Interpreter.Search known = search;
    if (known == null || known instanceof Interpreter.Search.NotFound) {
      known = Interpreter.search(options.python());
      search = known;
    }
    return known;
  }

  private Path folder() {
    return options.cacheDir().resolve("python");
  }

  private Path file(String name) {
    return options.workflowsDir().resolve(name + ".py");
  }
}
