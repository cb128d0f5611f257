/// The encodings of values within a Parquet page, to and from arrays. Start at [HybridReader] and
/// [HybridWriter], which levels and dictionary ids go through.
///
/// Readers take arrays that are [LittleEndian#SLACK] bytes longer than what they hold. Bytes that
/// are no such encoding end as a [RuntimeException], never as a read outside of the array.
@NullMarked
package roundhouse.featureengine.batch.parquet.encoding;

import org.jspecify.annotations.NullMarked;
