package roundhouse.activities.training.python;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import roundhouse.activities.training.python.PythonTrainer.Availability;
import roundhouse.activities.training.runner.TrainingOptions;

/// Makes the environment that trainings in Python run in ahead of the first one, minutes on a new
/// machine: `PreparePython CACHE`, the folder of the tools cache. Exits 1 with the reason where
/// trainings in Python cannot run here.
public final class PreparePython {
  private PreparePython() {}

  /// Runs the program.
  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) throws InterruptedException {
    if (arguments.length != 1) {
      err.println("usage: PreparePython CACHE");
      return 2;
    }
    Path cache = Path.of(arguments[0]);
    PythonTrainer trainer = new PythonTrainer(TrainingOptions.standard(cache, cache, cache));
    Optional<String> obstacle = prepare(trainer, out);
    obstacle.ifPresent(err::println);
    return obstacle.isPresent() ? 1 : 0;
  }

  private static Optional<String> prepare(PythonTrainer trainer, PrintStream out)
      throws InterruptedException {
    Availability here = trainer.availability();
    if (!here.available()) {
      return Optional.of(here.reason());
    }
    try {
      trainer.prepareEnvironment(out::println);
      out.println(here.reason());
      return Optional.empty();
    } catch (RuntimeException impossible) {
      return Optional.of(String.valueOf(impossible.getMessage()));
    }
  }
}
