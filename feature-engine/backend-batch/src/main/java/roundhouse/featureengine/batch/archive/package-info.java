/// What the archiver wrote of a topic: the records that a stream saw, as Parquet by day and hour,
/// with where each came from. Start at [ArchivedTopic], which reads; an archiver appends through
/// [ArchivedPartition].
@NullMarked
package roundhouse.featureengine.batch.archive;

import org.jspecify.annotations.NullMarked;
