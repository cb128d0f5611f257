package roundhouse.activities.training.local;

import java.util.function.Consumer;
import roundhouse.activities.training.runner.TrainingOutcome;
import roundhouse.activities.training.runner.TrainingRunner.Submission;
import roundhouse.activities.training.trainer.RunFolder;
import roundhouse.temporal.contracts.Progress;

/// A trainer that another attempt started, and in its stead one of this attempt where it ends
/// without a result: it may have been about to end with the worker that started it.
final class AdoptedRun implements Submission {
  /// Starts this attempt's own trainer.
  interface Successor {
    Submission start(Consumer<Progress> observer) throws InterruptedException;
  }

  private final RunFolder adoptedFolder;
  private final Successor successor;
  private Submission current;

  AdoptedRun(Submission adopted, RunFolder adoptedFolder, Successor successor) {
    this.current = adopted;
    this.adoptedFolder = adoptedFolder;
    this.successor = successor;
  }

  @Override
  public TrainingOutcome await(Consumer<Progress> observer) throws InterruptedException {
    TrainingOutcome outcome = current.await(observer);
    // A folder that is gone was released, once a result was accepted.
    if (!(outcome instanceof TrainingOutcome.Lost) || !adoptedFolder.isPresent()) {
      return outcome;
    }
    current = successor.start(observer);
    return current.await(observer);
  }

  @Override
  public void cancel() {
    current.cancel();
  }
}
