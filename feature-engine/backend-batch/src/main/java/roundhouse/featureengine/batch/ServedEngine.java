package roundhouse.featureengine.batch;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.engine.EngineOutput;
import roundhouse.featureengine.batch.engine.EngineResult;
import roundhouse.featureengine.batch.engine.EngineRun;
import roundhouse.featureengine.batch.engine.EventInput;
import roundhouse.featureengine.batch.parquet.Codec;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.RowGroup;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.RecentIds;
import roundhouse.featureengine.batch.source.SortedEvents;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;

/// Computes rows of what was served: each answer's features as they were archived, to the bit, and
/// the labels that its ask has got since.
///
/// Nothing is folded again: an answer may have seen events that became known after its ask, and
/// what such a state had evicted by then only the stream can tell, which refused to answer where it
/// mattered. That archived values are those of their positions is for verify-served to show.
///
/// An ask that was answered more than once counts as it was answered first, among the answers that
/// are at most the ask stream's lateness apart. Answers that lack a feature do not count.
final class ServedEngine implements PartitionEngine {
  private final ServedAnswers answers;
  private final EngineOptions options;

  ServedEngine(ServedAnswers answers, EngineOptions options) {
    this.answers = answers;
    this.options = options;
  }

  @Override
  public Computed compute(
      Plan plan,
      EventSource source,
      PartitionRange partition,
      PartitionListener listener,
      Path file) {
    ServedPlan served = ServedPlan.of(plan, answers.stream());
    InstantRange range = InstantRange.between(partition.from(), partition.to());
    EngineOutput output =
        new EngineOutput(
            Program.of(served.plan()),
            file,
            DatasetLayout.of(plan).stream().map(DatasetColumn::column).toList(),
            Codec.ZSTD,
            EngineOutput.AskTime.WRITTEN,
            EngineOutput.Digest.OF_ALL_ROWS);
    try (ScratchFolder scratch = ScratchFolder.in(options.scratch());
        ScratchFolder sorted = ScratchFolder.in(options.scratch());
        SourceInput events =
            new SourceInput(source, served.plan().askStream(), options.scratch())) {
      EngineResult result =
          EngineRun.run(
                  List.of(output),
                  new Input(served, events, asks(served, source, range, sorted.path())),
                  range,
                  options.withScratch(scratch.path()),
                  listener::advanced)
              .getFirst();
      return BackfillPass.computed(plan, partition, result);
    }
  }

  @Override
  public boolean readsRecordedStreams() {
    return true;
  }

  private List<RowGroup> asks(
      ServedPlan served, EventSource source, InstantRange range, Path scratch) {
    StreamSchema schema = served.plan().askStream();
    InstantRange read = range.startingEarlier(schema.lateness());
    Consumer<Consumer<Row>> asks =
        sink ->
            answers.pass(
                source,
                served.original(),
                read,
                (ask, features) -> sink.accept(served.row(ask, features)));
    RecentIds recent = new RecentIds(schema.lateness());
    int knownAt = schema.indexOf(schema.knownAt());
    int id = schema.indexOf(schema.id());
    boolean idIsText = schema.fields().get(id).type().equals(ValueType.STRING);
    Predicate<Row> isFirst =
        ask ->
            recent.add(idIsText ? ask.stringAt(id) : (Object) ask.longAt(id), ask.longAt(knownAt))
                && range.contains(ask.longAt(knownAt));
    return SortedEvents.write(schema, scratch, asks, isFirst).rowGroups();
  }

  /// Asks with what they were served, and the events that tell their labels.
  private record Input(ServedPlan served, SourceInput events, List<RowGroup> asks)
      implements EventInput {
    private boolean isOfAsks(StreamSchema stream) {
      return stream.name().equals(served.plan().askStream().name());
    }

    @Override
    public List<RowGroup> rowGroups(StreamSchema stream, InstantRange range) {
      return isOfAsks(stream) ? asks : events.rowGroups(stream, range);
    }

    @Override
    public boolean isUnique(StreamSchema stream) {
      return isOfAsks(stream) || events.isUnique(stream);
    }

    @Override
    public boolean isRecorded(StreamSchema stream) {
      return !isOfAsks(stream) && events.isRecorded(stream);
    }
  }
}
