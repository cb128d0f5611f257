package roundhouse.featureengine.batch.engine;

import java.util.List;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.RowGroup;
import roundhouse.featureengine.language.ast.StreamSchema;

/// Where a run finds events. Safe for use by many threads.
public interface EventInput {
  /// Row groups with all events of a stream whose knownAt is in the range, and maybe others, in the
  /// order of knownAt within and across groups; of a recorded stream, those that became visible in
  /// the range, source partition by source partition. Asks come in the order of (knownAt, id).
  List<RowGroup> rowGroups(StreamSchema stream, InstantRange range);

  /// Whether the stream's rows say when they became visible, in a column
  /// [ArchiveLayout#VISIBLE_AT], and where ids may repeat, their source partition, in
  /// [ArchiveLayout#PARTITION]. Events of all others become visible when they become known.
  default boolean isRecorded(StreamSchema stream) {
    return false;
  }

  /// Whether no id of that stream occurs twice within the schema's bound on lateness, which saves
  /// looking for copies.
  boolean isUnique(StreamSchema stream);
}
