package roundhouse.featureengine.batch.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an importer declares of events that were not recorded by this platform, such as a
/// warehouse's table. It stands in the source's manifest: a dataset over such a source is as true
/// as the declaration.
///
/// @param columns names of the file's columns by field, of those that differ
/// @param knownAtLag how long after it happened an event is taken to have become known, where no
///   column says it; null where one does
/// @param unique whether no two events have one id, which is then not looked for
/// @param copied whether the source's files are copies, in which each field has its own column
public record History(
    Map<String, String> columns,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration knownAtLag,
    boolean unique,
    boolean copied) {

  /// Each field in the column of its name.
  public static final History OF_SAME_NAMES = new History(Map.of(), null, false, false);

  public History {
    columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
    if (knownAtLag != null && (knownAtLag.isNegative() || !isWhole(knownAtLag))) {
      throw new IllegalArgumentException(
          "Lag of knownAt '%s': expected whole microseconds, none or more".formatted(knownAtLag));
    }
  }

  private static boolean isWhole(Duration lag) {
    return lag.truncatedTo(ChronoUnit.MICROS).equals(lag);
  }

  /// The same, with a field in a column of another name.
  public History withColumn(String field, String column) {
    Map<String, String> more = new HashMap<>(columns);
    more.put(field, column);
    return new History(more, knownAtLag, unique, copied);
  }

  /// The same, each event known that long after it happened.
  public History withKnownAtLag(Duration lag) {
    return new History(columns, lag, unique, copied);
  }

  /// The same, no two events of one id.
  public History withUniqueIds() {
    return new History(columns, knownAtLag, true, copied);
  }

  History ofCopy() {
    return new History(columns, knownAtLag, unique, true);
  }

  String column(String field) {
    return columns.getOrDefault(field, field);
  }
}
