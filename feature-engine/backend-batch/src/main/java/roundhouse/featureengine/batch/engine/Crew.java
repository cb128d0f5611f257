package roundhouse.featureengine.batch.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Runs numbered tasks on several threads, each of which takes the next task that nobody has taken.
final class Crew {
  private final int threads;

  Crew(int threads) {
    this.threads = threads;
  }

  int threads() {
    return threads;
  }

  /// Runs tasks 0 to `tasks` − 1. What the first failing task throws ends the run, once no thread
  /// works any more.
  ///
  /// @param newWorker makes what a thread runs its tasks with, given the thread's number
  void run(int tasks, WorkerFactory newWorker) {
    Run run = new Run(tasks, newWorker);
    List<Thread> started = new ArrayList<>();
    for (int i = 1; i < Math.min(threads, tasks); i++) {
      int number = i;
      started.add(Thread.ofPlatform().name("engine-" + i).start(() -> run.work(number)));
    }
    run.work(0);
    run.join(started);
    run.throwFailure();
  }

  /// Makes the worker of one thread.
  @FunctionalInterface
  interface WorkerFactory {
    IntConsumer newWorker(int thread);
  }

  private static final class Run {
    private final int tasks;
    private final WorkerFactory newWorker;
    private final AtomicInteger next = new AtomicInteger();
    private @Nullable Throwable failure;

    Run(int tasks, WorkerFactory newWorker) {
      this.tasks = tasks;
      this.newWorker = newWorker;
    }

    /// Errors are caught too: a thread that ends of one would leave its task undone unnoticed.
    void work(int thread) {
      try {
        IntConsumer worker = newWorker.newWorker(thread);
        for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
          worker.accept(task);
        }
      } catch (RuntimeException | Error e) {
        fail(e);
      }
    }

    /// Keeps the first failure, but for a task that ended only because another had failed.
    private synchronized void fail(Throwable e) {
      next.set(tasks);
      if (failure == null || failure instanceof CancellationException) {
        failure = e;
      } else if (failure != e) {
        failure.addSuppressed(e);
      }
    }

    void join(List<Thread> threads) {
      boolean interrupted = false;
      for (Thread thread : threads) {
        while (thread.isAlive()) {
          try {
            thread.join();
          } catch (InterruptedException e) {
            interrupted = true;
            fail(new IllegalStateException("Interrupted while computing", e));
          }
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    synchronized void throwFailure() {
      switch (failure) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
  }
}
