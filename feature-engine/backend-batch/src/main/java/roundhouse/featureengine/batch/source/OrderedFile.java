package roundhouse.featureengine.batch.source;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.parquet.ColumnVector;
import roundhouse.featureengine.batch.parquet.ParquetTable;
import roundhouse.featureengine.batch.parquet.RowBatch;
import roundhouse.featureengine.batch.parquet.RowGroup;
import roundhouse.featureengine.batch.parquet.RowGroupReader;
import roundhouse.featureengine.batch.parquet.ViewColumn;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;

/// The order of a file's events, found by reading their ids and times once, row groups side by
/// side; also those fields of which not every value in a file needs to be of its type, and those
/// without which no event is but of which the file's statistics do not say that no row lacks them,
/// since a reader refuses what is not so.
///
/// @param events how many there are
/// @param firstKnownAt of the first event, in microseconds
/// @param lastKnownAt of the last
/// @param increasing whether each id is greater than the one before it, so that none is there twice
/// @param broken number of the first row that is before its predecessor, or −1
record OrderedFile(
    long events, long firstKnownAt, long lastKnownAt, boolean increasing, long broken) {

  static OrderedFile of(ParquetTable table, StreamSchema schema) {
    List<RowGroup> groups = table.rowGroups();
    List<Span> spans =
        IntStream.range(0, groups.size())
            .parallel()
            .mapToObj(i -> Span.of(groups.get(i), schema))
            .filter(span -> span.rows > 0)
            .toList();
    return joined(spans);
  }

  private static OrderedFile joined(List<Span> spans) {
    boolean increasing = true;
    long broken = -1;
    for (int i = 0; i < spans.size() && broken < 0; i++) {
      Span span = spans.get(i);
      increasing &= span.increasing;
      broken = span.broken;
      if (i > 0) {
        Event before = spans.get(i - 1).last();
        increasing &= before.compareIds(span.first()) < 0;
        broken = before.compareTo(span.first()) > 0 ? span.firstRow : broken;
      }
    }
    return new OrderedFile(
        spans.stream().mapToLong(span -> span.rows).sum(),
        spans.isEmpty() ? 0 : spans.getFirst().first().knownAt,
        spans.isEmpty() ? 0 : spans.getLast().last().knownAt,
        increasing,
        broken);
  }

  /// An event's place in the order.
  private record Event(long knownAt, long number, @Nullable String text)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(knownAt, other.knownAt);
      return byTime != 0 ? byTime : compareIds(other);
    }

    int compareIds(Event other) {
      return text != null && other.text != null
          ? EventOrder.compareUtf8(text, other.text)
          : Long.compare(number, other.number);
    }
  }

  /// The events of one row group.
  private static final class Span {
    private final boolean idIsText;
    private final long firstRow;
    private long rows;
    private boolean increasing = true;
    private long broken = -1;
    private @Nullable Event first;
    private @Nullable Event last;

    private Span(boolean idIsText, long firstRow) {
      this.idIsText = idIsText;
      this.firstRow = firstRow;
    }

    static Span of(RowGroup group, StreamSchema schema) {
      boolean idIsText = schema.find(schema.id()).orElseThrow().type().equals(ValueType.STRING);
      Span span = new Span(idIsText, group.firstRow());
      try (RowGroupReader reader = group.read(columns(group, schema))) {
        while (reader.next()) {
          span.add(reader.batch());
        }
      }
      return span;
    }

    private static List<String> columns(RowGroup group, StreamSchema schema) {
      Set<String> columns = new LinkedHashSet<>(List.of(schema.knownAt(), schema.id()));
      schema.fields().stream()
          .filter(field -> ViewColumn.isWithin(field.type()) || mayLackValues(group, field))
          .map(FieldSchema::name)
          .forEach(columns::add);
      return List.copyOf(columns);
    }

    private static boolean mayLackValues(RowGroup group, FieldSchema field) {
      return !field.isNullable() && group.mayLackValues(field.name());
    }

    private void add(RowBatch batch) {
      ColumnVector times = batch.vector(0);
      ColumnVector ids = batch.vector(1);
      Event start = event(times, ids, 0);
      if (first == null) {
        first = start;
      }
      check(
          last == null || last.compareTo(start) <= 0,
          last == null || last.compareIds(start) < 0,
          0);
      if (idIsText) {
        addTexts(times, ids, batch.size());
      } else {
        addNumbers(times.words(), ids.words(), batch.size());
      }
      last = event(times, ids, batch.size() - 1);
      rows += batch.size();
    }

    private void addNumbers(long[] times, long[] ids, int count) {
      for (int i = 1; i < count; i++) {
        boolean idIncreases = ids[i - 1] < ids[i];
        check(
            times[i - 1] < times[i] || (times[i - 1] == times[i] && ids[i - 1] <= ids[i]),
            idIncreases,
            i);
      }
    }

    private void addTexts(ColumnVector times, ColumnVector ids, int count) {
      Event before = event(times, ids, 0);
      for (int i = 1; i < count; i++) {
        Event next = event(times, ids, i);
        check(before.compareTo(next) <= 0, before.compareIds(next) < 0, i);
        before = next;
      }
    }

    private void check(boolean isOrdered, boolean idIncreases, int row) {
      increasing &= idIncreases;
      if (!isOrdered && broken < 0) {
        broken = firstRow + rows + row;
      }
    }

    private Event event(ColumnVector times, ColumnVector ids, int row) {
      long id = ids.words()[row];
      return new Event(times.words()[row], id, idIsText ? ids.text((int) id) : null);
    }

    Event first() {
      return Objects.requireNonNull(first);
    }

    Event last() {
      return Objects.requireNonNull(last);
    }
  }
}
