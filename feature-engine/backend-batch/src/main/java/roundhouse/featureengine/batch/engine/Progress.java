package roundhouse.featureengine.batch.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// How far a run is, for its listener. The stages' parts are taken to be equally long.
final class Progress {
  private final EngineListener listener;
  private final int parts;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicLong rows = new AtomicLong();

  Progress(EngineListener listener, int parts) {
    this.listener = listener;
    this.parts = parts;
  }

  void addRows(long count) {
    rows.addAndGet(count);
  }

  /// The next part, of so many tasks.
  Part part(int tasks) {
    return new Part(begun.getAndIncrement(), tasks);
  }

  /// A part of the run.
  final class Part {
    private final int number;
    private final int tasks;
    private final AtomicInteger done = new AtomicInteger();

    private Part(int number, int tasks) {
      this.number = number;
      this.tasks = tasks;
    }

    /// One more task is done.
    void advance() {
      double share = (double) done.incrementAndGet() / tasks;
      listener.advanced((number + share) / parts, rows.get());
    }
  }
}
