package roundhouse.temporal.testkit.fakes;

import java.util.ArrayDeque;
import java.util.Deque;

/// Failures to come: each call takes the next one and throws it. Safe for use by many threads.
public final class Faults {
  private final Deque<RuntimeException> next = new ArrayDeque<>();

  /// The next call after those already added fails with this.
  public synchronized void add(RuntimeException failure) {
    next.addLast(failure);
  }

  synchronized void strike() {
    RuntimeException failure = next.pollFirst();
    if (failure != null) {
      throw failure;
    }
  }
}
