package roundhouse.temporal.testkit.fakes;

import java.util.ArrayDeque;
import java.util.Deque;

/// Failures to come: each call takes the next one and throws it. Safe for use by many threads.
public final class Faults {
  private final Deque<RuntimeException> next = new ArrayDeque<>();

  /// The next call after those already added fails with this, less its stack trace: that is the
  /// test's, and would only make recorded histories long.
  public synchronized void add(RuntimeException failure) {
    failure.setStackTrace(new StackTraceElement[0]);
    next.addLast(failure);
  }

  synchronized void strike() {
    RuntimeException failure = next.pollFirst();
    if (failure != null) {
      throw failure;
    }
  }
}
