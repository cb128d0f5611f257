package roundhouse.featureengine.batch.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/// Answers all asks of one program. A task is a bucket; large ones come first, so that none is
/// begun when the others are done.
///
/// A bucket that alone would keep a thread busy for long after the others are done has a hot key.
/// It is cut into slices of time, each a task that folds the events from a lookback before its
/// first ask: more work in all, on all threads.
final class FoldStage {
  private static final long LEAST_WORDS_TO_CUT = 1 << 17;

  private final PlanRun plan;
  private final Answers answers;
  private final int threads;
  private final List<Task> tasks = new ArrayList<>();

  FoldStage(PlanRun plan, Answers answers, int threads) {
    this.plan = plan;
    this.answers = answers;
    this.threads = threads;
    for (EntityShuffle shuffle : plan.shuffles()) {
      for (int bucket = 0; bucket < shuffle.buckets(); bucket++) {
        addTasks(shuffle, bucket);
      }
    }
    tasks.sort(Comparator.comparingLong(Task::words).reversed());
  }

  /// Some asks of a bucket.
  ///
  /// @param left how many tasks of the bucket are not done
  private record Task(
      EntityShuffle shuffle,
      int bucket,
      List<RecordLog.Part> asks,
      long lookback,
      long words,
      AtomicInteger left) {}

  private void addTasks(EntityShuffle shuffle, int bucket) {
    long lookback = plan.lookbackMicros(shuffle.kind());
    long words = shuffle.words(bucket);
    int slices = lookback == Long.MAX_VALUE ? 1 : slices(shuffle, words);
    AtomicInteger left = new AtomicInteger(slices);
    List<RecordLog.Part> asks = shuffle.parts(shuffle.asks(), bucket);
    for (List<RecordLog.Part> slice : RecordLog.Part.cut(asks, slices)) {
      tasks.add(new Task(shuffle, bucket, slice, lookback, words / slices, left));
    }
  }

  /// A bucket that is small, or within half of a thread's fair share, is not cut.
  private int slices(EntityShuffle shuffle, long words) {
    if (threads == 1 || words < LEAST_WORDS_TO_CUT) {
      return 1;
    }
    long share = Math.max(1, shuffle.words() / threads / 2);
    return (int) Math.clamp(words / share, 1, 2L * threads);
  }

  void run(Crew crew, Progress progress) {
    Progress.Part part = progress.part(tasks.size());
    crew.run(
        tasks.size(),
        thread -> {
          IntConsumer worker = newWorker(thread);
          return task -> {
            worker.accept(task);
            part.advance();
          };
        });
  }

  private IntConsumer newWorker(int thread) {
    List<BucketFold> folds =
        IntStream.range(0, plan.shuffles().size())
            .mapToObj(entity -> newFold(entity, thread))
            .toList();
    return task -> {
      Task each = tasks.get(task);
      BucketFold fold = folds.get(each.shuffle().kind().index());
      fold.fold(each.bucket(), each.asks(), each.lookback());
      if (each.left().decrementAndGet() == 0) {
        each.shuffle().release(each.bucket());
      }
    };
  }

  private BucketFold newFold(int entity, int thread) {
    return new BucketFold(
        plan.shuffles().get(entity),
        plan.program().newFold(entity, plan.pool()),
        plan.rows(),
        answers.logs(entity, thread));
  }
}
