package roundhouse.featureengine.batch.engine;

import java.util.concurrent.CancellationException;

/// Lets tasks pass one after the other in the order of their numbers.
final class Turns {
  private int next;
  private boolean broken;

  /// Returns once every earlier task has passed.
  synchronized void await(int task) {
    while (next != task) {
      if (broken) {
        throw new CancellationException("An earlier task failed");
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting for a turn", e);
      }
    }
  }

  synchronized void pass() {
    next++;
    notifyAll();
  }

  /// Ends all waiting: a task will never pass.
  synchronized void breakOff() {
    broken = true;
    notifyAll();
  }
}
