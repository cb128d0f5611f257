package roundhouse.featureengine.batch.parquet;

/// How the pages of a file are compressed.
public enum Codec {
  UNCOMPRESSED,
  SNAPPY,
  ZSTD
}
