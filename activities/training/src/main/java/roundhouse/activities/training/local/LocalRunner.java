package roundhouse.activities.training.local;

import java.util.List;
import roundhouse.activities.training.runner.TrainingOptions;
import roundhouse.activities.training.runner.TrainingRun;
import roundhouse.activities.training.runner.TrainingRunner;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.Problem;

/// Runs each trainer as a process of this machine, in its own session and process group. It ends
/// when the worker that started it does.
public final class LocalRunner implements TrainingRunner {
  private final ObjectStore store;
  private final TrainingOptions options;

  private LocalRunner(ObjectStore store, TrainingOptions options) {
    this.store = store;
    this.options = options;
  }

  public static LocalRunner using(ObjectStore store, TrainingOptions options) {
    return new LocalRunner(store, options);
  }

  @Override
  public List<Problem> check(String workflow, String resourceClass) {
    throw new UnsupportedOperationException(store.location());
  }

  @Override
  public Submission submit(TrainingRun run) {
    throw new UnsupportedOperationException(options.toString());
  }
}
