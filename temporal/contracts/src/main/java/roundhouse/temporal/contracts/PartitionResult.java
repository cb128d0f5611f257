package roundhouse.temporal.contracts;

/// A written partition: its file and what is in it.
///
/// @param file object key of the Parquet file
/// @param sha256 digest of the file's bytes, lower-case hex
/// @param rowsDigest digest over schema and canonical values, lower-case hex
/// @param rows number of asks
/// @param labelled number of rows with a matured label
/// @param positive number of rows whose label is true
public record PartitionResult(
    String name,
    String file,
    String sha256,
    String rowsDigest,
    long rows,
    long labelled,
    long positive) {}
