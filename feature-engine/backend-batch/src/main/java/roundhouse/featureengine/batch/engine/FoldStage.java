package roundhouse.featureengine.batch.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/// Answers all asks of one program. A task is a bucket; large ones come first, so that none is
/// begun when the others are done.
final class FoldStage {
  private final PlanRun plan;
  private final Answers answers;
  private final List<Task> tasks = new ArrayList<>();

  FoldStage(PlanRun plan, Answers answers) {
    this.plan = plan;
    this.answers = answers;
    for (EntityShuffle shuffle : plan.shuffles()) {
      for (int bucket = 0; bucket < shuffle.buckets(); bucket++) {
        tasks.add(new Task(shuffle, bucket, shuffle.words(bucket)));
      }
    }
    tasks.sort(Comparator.comparingLong(Task::words).reversed());
  }

  private record Task(EntityShuffle shuffle, int bucket, long words) {}

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
      folds.get(each.shuffle().kind().index()).fold(each.bucket());
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
