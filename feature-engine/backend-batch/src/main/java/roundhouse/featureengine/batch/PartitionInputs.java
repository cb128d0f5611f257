package roundhouse.featureengine.batch;

import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.engine.EngineRun;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.EventSourceManifest.StreamFiles;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.program.Program;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;

/// Everything that the rows of a partition can depend on, as one digest: the plan, the range, and
/// the digests of the files of events that the partition may read. Partitions of equal inputs have
/// equal rows, whichever dataset and source they are of.
final class PartitionInputs {
  /// Of the list that is digested.
  private static final String FORMAT = "1";

  private PartitionInputs() {}

  /// Where the partition of such inputs that was written first is noted.
  static ObjectKey key(Program program, EventSource source, PartitionRange partition) {
    String inputs = String.join("\n", list(program, source, partition));
    return ObjectKey.of("partitions/" + Digests.sha256Hex(inputs) + ".json");
  }

  private static List<String> list(Program program, EventSource source, PartitionRange partition) {
    List<String> inputs = new ArrayList<>();
    inputs.add(FORMAT);
    inputs.add(program.plan().hash());
    inputs.add("%s %s %s".formatted(partition.name(), partition.from(), partition.to()));
    EngineRun.rangesRead(
            program,
            new SourceInput(
                source, program.plan().askStream(), EngineOptions.ofMachine().scratch()),
            InstantRange.between(partition.from(), partition.to()))
        .forEach(
            (stream, range) ->
                inputs.add(files(stream, digests(program, stream, range, source), source)));
    return inputs;
  }

  private static List<String> digests(
      Program program, StreamSchema stream, InstantRange range, EventSource source) {
    return source.isRecorded(stream.name())
            && stream.name().equals(program.plan().askStream().name())
        ? source.askDigests(stream, range)
        : source.digests(stream.name(), range);
  }

  private static String files(StreamSchema stream, List<String> digests, EventSource source) {
    return "%s declared=%s unique=%s %s"
        .formatted(
            stream.name(),
            source.manifest().find(stream.name()).map(StreamFiles::declared).orElse(null),
            source.isUnique(stream),
            String.join(" ", digests));
  }
}
