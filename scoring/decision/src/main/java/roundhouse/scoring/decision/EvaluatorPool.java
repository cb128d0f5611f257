package roundhouse.scoring.decision;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.trees.image.Evaluator;
import roundhouse.scoring.trees.image.TreeImage;

/// The idle evaluators of one image, taken and given back without a lock. They end with their
/// model; in a thread-local they would outlive it. Some more than processors are kept, and a thread
/// that finds none makes one.
final class EvaluatorPool {
  private static final int SIZE =
      Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors());

  private final TreeImage image;
  private final AtomicReferenceArray<@Nullable Evaluator> idle = new AtomicReferenceArray<>(SIZE);

  EvaluatorPool(TreeImage image) {
    this.image = image;
  }

  Evaluator take() {
    int own = ownPlace();
    for (int i = 0; i < SIZE; i++) {
      Evaluator found = idle.getAndSet((own + i) & (SIZE - 1), null);
      if (found != null) {
        return found;
      }
    }
    return image.evaluator();
  }

  /// Where two threads share a place, one evaluator is left to the collector.
  void giveBack(Evaluator evaluator) {
    idle.set(ownPlace(), evaluator);
  }

  private static int ownPlace() {
    return (int) Thread.currentThread().threadId() & (SIZE - 1);
  }
}
