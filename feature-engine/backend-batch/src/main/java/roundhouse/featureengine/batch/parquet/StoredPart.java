package roundhouse.featureengine.batch.parquet;

import roundhouse.storage.ObjectKey;

/// A Parquet file in a store as a manifest names it.
///
/// @param bytes its size
/// @param sha256 of its bytes, lower-case hex
public record StoredPart(ObjectKey key, long bytes, String sha256) {}
