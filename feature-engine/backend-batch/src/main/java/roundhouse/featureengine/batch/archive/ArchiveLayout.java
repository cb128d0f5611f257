package roundhouse.featureengine.batch.archive;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.batch.parquet.ViewColumn;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.storage.ObjectKey;

/// Where a topic's archive lies and which columns its files have.
///
/// ```
/// archive/<topic>/day=2013-01-05/hour=07/<partition>-<first offset>-<next offset>.parquet
/// archive/<topic>/_refused/day=2013-01-05/hour=07/<partition>-<first offset>-<next offset>.parquet
/// archive/<topic>/_chain/<partition>/<entry, 20 digits>.json
/// ```
///
/// Day and hour are those of the broker's timestamp of a file's first record, in UTC. The chain
/// says which files count: one that no entry names was left by an archiver that was overtaken.
public final class ArchiveLayout {
  /// Name of the topic that a record came from.
  public static final String TOPIC = "_topic";

  /// The topic's partition that a record came from.
  public static final String PARTITION = "_partition";

  /// A record's place in its partition.
  public static final String OFFSET = "_offset";

  /// When the broker, or the producer on the topic's terms, says that the record was written.
  public static final String TIMESTAMP = "_timestamp";

  /// When an event became visible: the greatest knownAt of its partition's events up to it.
  public static final String VISIBLE_AT = "_visibleAt";

  /// Why a record is no event, in words.
  public static final String REASON = "reason";

  /// A refused record's key and value, in Base64.
  public static final String KEY = "key";

  public static final String VALUE = "value";

  private static final List<Column> COORDINATES =
      List.of(
          Column.required(TOPIC, ColumnType.TEXT),
          Column.required(PARTITION, ColumnType.LONG),
          Column.required(OFFSET, ColumnType.LONG),
          Column.required(TIMESTAMP, ColumnType.INSTANT));

  /// Columns of a file of refused records.
  public static final List<Column> REFUSED_COLUMNS =
      Stream.concat(
              COORDINATES.stream(),
              Stream.of(
                  Column.required(REASON, ColumnType.TEXT),
                  Column.optional(KEY, ColumnType.TEXT),
                  Column.optional(VALUE, ColumnType.TEXT)))
          .toList();

  private static final Pattern TOPIC_NAME = Pattern.compile("[A-Za-z0-9-][A-Za-z0-9._-]{0,127}");
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("'day='yyyy-MM-dd'/hour='HH", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ArchiveLayout() {}

  /// Columns of a file of events: where each came from and when it became visible, then the
  /// stream's fields in their order.
  public static List<Column> eventColumns(StreamSchema schema) {
    return eventView(schema).stream().map(ViewColumn::column).toList();
  }

  /// The same columns as a reader of that schema wants them.
  static List<ViewColumn> eventView(StreamSchema schema) {
    Column visibleAt = Column.required(VISIBLE_AT, ColumnType.INSTANT);
    return Stream.concat(
            Stream.concat(COORDINATES.stream(), Stream.of(visibleAt)).map(ViewColumn::of),
            schema.fields().stream().map(ViewColumn::of))
        .toList();
  }

  /// Key of the file of events from one offset to another.
  public static ObjectKey eventFile(
      String topic, int partition, long firstOffset, long nextOffset, Instant firstTimestamp) {
    return folder(topic)
        .resolve(HOUR.format(firstTimestamp))
        .resolve(fileName(partition, firstOffset, nextOffset));
  }

  /// Key of the file of refused records from one offset to another.
  public static ObjectKey refusedFile(
      String topic, int partition, long firstOffset, long nextOffset, Instant firstTimestamp) {
    return folder(topic)
        .resolve("_refused")
        .resolve(HOUR.format(firstTimestamp))
        .resolve(fileName(partition, firstOffset, nextOffset));
  }

  private static String fileName(int partition, long firstOffset, long nextOffset) {
    return "%d-%020d-%020d.parquet".formatted(partition, firstOffset, nextOffset);
  }

  static ObjectKey entry(String topic, int partition, long number) {
    return folder(topic).resolve("_chain/%d/%020d.json".formatted(partition, number));
  }

  private static ObjectKey folder(String topic) {
    if (!TOPIC_NAME.matcher(topic).matches()) {
      throw new IllegalArgumentException(
          "Topic '%s': expected 1 to 128 of A-Z a-z 0-9 . _ -, starting with a letter, digit or -; an archive's folder bears its name"
              .formatted(topic));
    }
    return ObjectKey.of("archive/" + topic);
  }
}
