package roundhouse.activities.training.python;

import java.util.function.Consumer;
import roundhouse.activities.training.runner.TrainingOptions;

/// Python on this machine, as far as training needs it. Safe for use by many threads.
public final class PythonTrainer {
  private final TrainingOptions options;

  public PythonTrainer(TrainingOptions options) {
    this.options = options;
  }

  /// Whether trainings in Python can run here, and if not, why and what to do about it.
  ///
  /// @param reason one line for a person: the interpreter that is used, or what is missing
  public record Availability(boolean available, String reason) {}

  /// Looks for an interpreter that can make environments; makes none yet. Takes some 100 ms.
  public Availability availability() {
    if (options.threads() > 0) {
      throw new UnsupportedOperationException(options.toString());
    }
    return new Availability(false, "");
  }

  /// Makes the environment unless it is there already; tells `progress` a line at a time.
  public void prepareEnvironment(Consumer<String> progress) {
    if (options.threads() > 0) {
      throw new UnsupportedOperationException(options.toString());
    }
  }
}
