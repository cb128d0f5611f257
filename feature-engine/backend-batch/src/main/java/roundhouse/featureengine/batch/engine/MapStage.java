package roundhouse.featureengine.batch.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import roundhouse.featureengine.batch.engine.Passes.Pass;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.RowBatch;
import roundhouse.featureengine.batch.parquet.RowGroupReader;

/// Reads every row group once and puts what its events and asks are, for each program, into the
/// buckets of their entities. A task is a row group.
final class MapStage {
  private final Passes passes;
  private final List<PlanRun> plans;
  private final InstantRange asks;
  private final List<Task> tasks = new ArrayList<>();

  MapStage(Passes passes, List<PlanRun> plans, InstantRange asks) {
    this.passes = passes;
    this.plans = plans;
    this.asks = asks;
    for (Pass pass : passes.all()) {
      for (int group = 0; group < pass.groups().size(); group++) {
        tasks.add(new Task(pass, group));
      }
    }
  }

  private record Task(Pass pass, int group) {}

  void run(Crew crew, Progress progress) {
    findCopies(crew);
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

  private void findCopies(Crew crew) {
    List<CopyFinder> finders = new ArrayList<>();
    for (Pass pass : passes.all()) {
      for (StreamUse use : pass.uses()) {
        if (!use.isUnique()) {
          finders.add(new CopyFinder(use, pass.groups()));
        }
      }
    }
    crew.run(finders.size(), _ -> finder -> finders.get(finder).find());
  }

  private IntConsumer newWorker(int thread) {
    Map<StreamUse, RowScatter> scatters = new HashMap<>();
    for (Pass pass : passes.all()) {
      for (StreamUse use : pass.uses()) {
        scatters.put(use, newScatter(use, thread));
      }
    }
    return task -> scatter(tasks.get(task), scatters);
  }

  private RowScatter newScatter(StreamUse use, int thread) {
    PlanRun plan = plans.get(use.program());
    return use.isOfAsks()
        ? new AskScatter(use, plan, thread)
        : new EventScatter(use, plan, thread, asks);
  }

  private static void scatter(Task task, Map<StreamUse, RowScatter> scatters) {
    Pass pass = task.pass();
    int group = task.group();
    List<RowScatter> targets =
        pass.uses().stream().map(use -> Objects.requireNonNull(scatters.get(use))).toList();
    targets.forEach(target -> target.begin(group));
    try (RowGroupReader reader = pass.groups().get(group).read(pass.columns())) {
      List<RowBatch> views =
          pass.uses().stream()
              .map(use -> reader.batch().view(use.placesAmong(pass.columns())))
              .toList();
      for (int firstRow = 0; reader.next(); firstRow += reader.batch().size()) {
        for (int i = 0; i < targets.size(); i++) {
          targets.get(i).scatter(views.get(i), reader.batch().size(), group, firstRow);
        }
      }
    }
    targets.forEach(RowScatter::end);
  }
}
