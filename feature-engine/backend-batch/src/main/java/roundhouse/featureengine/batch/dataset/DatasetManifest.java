package roundhouse.featureengine.batch.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.dataset.DatasetColumn.Role;

/// What a dataset is: the object `datasets/<id>/_manifest.json`, put last, whose presence makes the
/// dataset visible.
///
/// @param format of this record; 1
/// @param featureSet name and version, `late-arrival@1`
/// @param planHash of the feature plan, lower-case hex
/// @param source name of the event source
/// @param sourceSha256 digest of the source's manifest
/// @param from first ask time that was looked at
/// @param to end of the ask times that were looked at, excluded
/// @param columns of every file, in order
/// @param labels in the order of their columns
/// @param partitions in row order
/// @param digest over schema and canonical values of all rows (see [RowsDigest])
/// @param refused events and asks within the range that broke their stream's bounds on time
/// @param visibility which events the features are of; absent where they are of those that were
///   known
public record DatasetManifest(
    int format,
    String datasetId,
    String featureSet,
    String planHash,
    String source,
    String sourceSha256,
    Instant from,
    Instant to,
    List<DatasetColumn> columns,
    List<Label> labels,
    List<Partition> partitions,
    String digest,
    long rows,
    long refused,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Visibility visibility) {

  /// Another rule than that an ask sees what was known before it.
  public enum Visibility {
    /// Features are what was served: of the events at or before the positions that each answer
    /// recorded.
    AS_SERVED
  }

  /// The format that this code writes and reads.
  public static final int FORMAT = 1;

  public DatasetManifest {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "Dataset format '%d': expected %d; read it with the version that wrote it"
              .formatted(format, FORMAT));
    }
    columns = List.copyOf(columns);
    labels = List.copyOf(labels);
    partitions = List.copyOf(partitions);
  }

  /// A label column with its statistics over all rows.
  ///
  /// @param maturity how long after the ask the label may still change
  /// @param labelled rows with a value
  /// @param positive rows whose value is true
  public record Label(String name, Duration maturity, long labelled, long positive) {}

  /// One file.
  ///
  /// @param name Hive-style directory, `ask_month=2013-01`
  /// @param file object key
  /// @param sha256 of the file's bytes
  /// @param rowsDigest over schema and canonical values of the file's rows
  /// @param firstAsk least ask time, or `from` where there are no rows
  /// @param lastAsk greatest ask time, or `from` where there are no rows
  public record Partition(
      String name,
      String file,
      long bytes,
      String sha256,
      String rowsDigest,
      Instant from,
      Instant to,
      long rows,
      Instant firstAsk,
      Instant lastAsk) {}

  /// Names of the columns of that role, in order.
  public List<String> names(Role role) {
    return columns.stream().filter(c -> c.role() == role).map(DatasetColumn::name).toList();
  }

  public List<String> features() {
    return names(Role.FEATURE);
  }

  public String askId() {
    return names(Role.ASK_ID).getFirst();
  }

  public String askTime() {
    return names(Role.ASK_TIME).getFirst();
  }
}
