package roundhouse.featureengine.batch.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import roundhouse.featureengine.batch.parquet.RowBatch;
import roundhouse.featureengine.batch.parquet.RowGroup;
import roundhouse.featureengine.batch.parquet.RowGroupEncoder;
import roundhouse.featureengine.batch.parquet.RowGroupReader;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.Subexpressions;

/// Reads the asks once more, in order, and writes each with what was answered. A task is some
/// successive row groups of asks: all threads compute and encode rows, and append them in turn.
final class WriteStage {
  private final List<EngineOutput> outputs;
  private final List<RowGroup> groups;
  private final List<PlanRun> plans;
  private final List<String> columns;
  private final int[] tasks;

  WriteStage(List<EngineOutput> outputs, Passes passes, List<PlanRun> plans) {
    this.outputs = outputs;
    this.groups = passes.ofAsks().groups();
    this.plans = plans;
    columns = outputs.stream().flatMap(WriteStage::askColumns).distinct().toList();
    tasks = tasks(groups, rowsTogether(outputs));
  }

  /// What an output needs of an ask once its entities have answered: its id, its time if that is
  /// written, and what features read of it.
  private static Stream<String> askColumns(EngineOutput output) {
    StreamSchema schema = output.program().plan().askStream();
    Set<String> columns = new LinkedHashSet<>();
    columns.add(schema.id());
    if (output.timeColumn().isPresent()) {
      columns.add(schema.knownAt());
    }
    output.program().plan().features().forEach(feature -> addFields(feature.value(), columns));
    return columns.stream();
  }

  private static void addFields(Expression expression, Set<String> columns) {
    if (expression instanceof Expression.Field field) {
      columns.add(field.name());
    } else if (!(expression instanceof Expression.Aggregation)) {
      Subexpressions.ofSameRow(expression).forEach(part -> addFields(part, columns));
    }
  }

  /// For each task the group after its last: enough of them for a good part of a row group of the
  /// output, where they are small.
  private static int[] tasks(List<RowGroup> groups, long rowsTogether) {
    List<Integer> ends = new ArrayList<>();
    long rows = 0;
    for (int group = 0; group < groups.size(); group++) {
      rows += groups.get(group).rows();
      if (rows >= rowsTogether || group == groups.size() - 1) {
        ends.add(group + 1);
        rows = 0;
      }
    }
    return ends.stream().mapToInt(Integer::intValue).toArray();
  }

  private static long rowsTogether(List<EngineOutput> outputs) {
    return outputs.stream()
        .mapToLong(output -> RowGroupEncoder.groupRows(output.columns()) / 2)
        .max()
        .orElseThrow();
  }

  int[] tasks() {
    return tasks;
  }

  /// Writes the tables.
  ///
  /// @param answers of each program
  void run(Crew crew, List<Answers> answers, List<TableWriter> writers, Progress progress) {
    Turns turns = new Turns();
    Progress.Part part = progress.part(tasks.length);
    crew.run(
        tasks.length,
        _ -> {
          List<RowEmitter> emitters = new ArrayList<>();
          for (int i = 0; i < outputs.size(); i++) {
            emitters.add(
                new RowEmitter(outputs.get(i), plans.get(i), answers.get(i), writers.get(i)));
          }
          return task -> {
            emitInTurn(emitters, task, turns, progress);
            part.advance();
          };
        });
  }

  private void emitInTurn(List<RowEmitter> emitters, int task, Turns turns, Progress progress) {
    try {
      Runnable turn = () -> turns.await(task);
      for (int group = task == 0 ? 0 : tasks[task - 1]; group < tasks[task]; group++) {
        progress.addRows(emit(emitters, group, turn));
      }
      emitters.forEach(emitter -> emitter.flush(turn));
      turns.await(task);
      turns.pass();
    } catch (RuntimeException | Error e) {
      turns.breakOff();
      throw e;
    }
  }

  private long emit(List<RowEmitter> emitters, int group, Runnable turn) {
    long rows = 0;
    emitters.forEach(emitter -> emitter.begin(group));
    try (RowGroupReader reader = groups.get(group).read(columns)) {
      List<RowBatch> views =
          outputs.stream().map(output -> reader.batch().view(places(output))).toList();
      for (int firstRow = 0; reader.next(); firstRow += reader.batch().size()) {
        for (int i = 0; i < views.size(); i++) {
          rows += emitters.get(i).emit(views.get(i), reader.batch().size(), firstRow, turn);
        }
      }
    }
    return rows;
  }

  private int[] places(EngineOutput output) {
    return output.program().plan().askStream().fieldNames().stream()
        .mapToInt(columns::indexOf)
        .toArray();
  }
}
