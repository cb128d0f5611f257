package roundhouse.examples.flights;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;

/// The events to replay, in the order in which they became known, and the flights to ask about.
final class ReplaySource {
  private static final int MOMENTS_A_DAY = 3;

  private final List<Event> events;
  private final SortedMap<Instant, List<Asking>> asking;
  private int next;

  private ReplaySource(List<Event> events, SortedMap<Instant, List<Asking>> asking) {
    this.events = events;
    this.asking = asking;
  }

  /// @param knownAt in microseconds
  record Event(EventStream<?> stream, ArrayRow row, long id, long knownAt) {}

  /// A flight that asks.
  ///
  /// @param ask its fields, as the feature server takes them
  /// @param batch its features in the dataset
  record Asking(
      long flight,
      Instant askedAt,
      Map<String, @Nullable Object> ask,
      Map<String, @Nullable Object> batch) {}

  static ReplaySource of(EventSource source, Dataset dataset, Instant from, Instant to) {
    InstantRange range = InstantRange.between(from, to);
    List<Event> events = new ArrayList<>();
    for (EventStream<?> stream :
        List.of(
            LateArrival.DEPARTED,
            LateArrival.ARRIVED,
            LateArrival.WEATHER,
            LateArrival.SCHEDULED)) {
      read(source, stream, range, events);
    }
    events.sort(
        Comparator.comparingLong(Event::knownAt)
            .thenComparing(event -> event.stream().schema().name())
            .thenComparingLong(Event::id));
    return new ReplaySource(events, busiest(asks(source, range), batch(dataset, to)));
  }

  /// When flights ask, in order.
  List<Instant> moments() {
    return List.copyOf(asking.keySet());
  }

  List<Asking> askingAt(Instant moment) {
    return Objects.requireNonNull(asking.get(moment));
  }

  /// The events known before that instant that were not returned before.
  List<Event> eventsKnownBefore(Instant moment) {
    int first = next;
    long before = Micros.of(moment);
    while (next < events.size() && events.get(next).knownAt() < before) {
      next++;
    }
    return events.subList(first, next);
  }

  private static void read(
      EventSource source, EventStream<?> stream, InstantRange range, List<Event> events) {
    StreamSchema schema = stream.schema();
    int id = schema.indexOf(schema.id());
    int knownAt = schema.indexOf(schema.knownAt());
    try (Rows rows = source.read(schema.name(), schema.fieldNames(), range)) {
      while (rows.next()) {
        ArrayRow row = copy(rows, schema);
        events.add(new Event(stream, row, row.longAt(id), row.longAt(knownAt)));
      }
    }
  }

  private static ArrayRow copy(Rows rows, StreamSchema schema) {
    @Nullable Object[] values = new @Nullable Object[schema.fields().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.valueAt(i);
    }
    return ArrayRow.of(values);
  }

  /// The asks' fields by flight, instants as text.
  private static Map<Long, Map<String, @Nullable Object>> asks(
      EventSource source, InstantRange range) {
    StreamSchema schema = LateArrival.SCHEDULED.schema();
    int id = schema.indexOf(schema.id());
    Map<Long, Map<String, @Nullable Object>> asks = new LinkedHashMap<>();
    try (Rows rows = source.read(schema.name(), schema.fieldNames(), range)) {
      while (rows.next()) {
        Map<String, @Nullable Object> ask = new LinkedHashMap<>();
        for (int i = 0; i < schema.fields().size(); i++) {
          Object value = rows.valueAt(i);
          boolean isInstant = schema.fields().get(i).type() == ValueType.INSTANT;
          ask.put(
              schema.fields().get(i).name(),
              isInstant && value instanceof Long micros
                  ? Micros.instant(micros).toString()
                  : value);
        }
        asks.put(rows.longAt(id), ask);
      }
    }
    return asks;
  }

  private static Map<Long, Map<String, @Nullable Object>> batch(Dataset dataset, Instant to) {
    List<String> names = dataset.manifest().features();
    List<String> columns = new ArrayList<>(List.of(dataset.manifest().askId(), "askTime"));
    columns.addAll(names);
    long end = Micros.of(to);
    Map<Long, Map<String, @Nullable Object>> rows = new LinkedHashMap<>();
    try (Rows row = dataset.read(columns)) {
      while (row.next() && row.longAt(1) < end) {
        Map<String, @Nullable Object> features = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
          features.put(names.get(i), row.valueAt(i + 2));
        }
        rows.put(row.longAt(0), features);
      }
    }
    return rows;
  }

  /// The minutes of each day in which most flights ask.
  private static SortedMap<Instant, List<Asking>> busiest(
      Map<Long, Map<String, @Nullable Object>> asks,
      Map<Long, Map<String, @Nullable Object>> batch) {
    SortedMap<Instant, List<Asking>> byMoment = new TreeMap<>();
    asks.forEach(
        (flight, ask) -> {
          Instant askedAt = Instant.parse(String.valueOf(ask.get("askedAt")));
          Asking asking =
              new Asking(flight, askedAt, ask, Objects.requireNonNull(batch.get(flight)));
          byMoment.computeIfAbsent(askedAt, _ -> new ArrayList<>()).add(asking);
        });
    Map<String, List<Instant>> byDay = new TreeMap<>();
    byMoment
        .keySet()
        .forEach(
            moment ->
                byDay
                    .computeIfAbsent(
                        moment.atOffset(ZoneOffset.UTC).toLocalDate().toString(),
                        _ -> new ArrayList<>())
                    .add(moment));
    SortedMap<Instant, List<Asking>> busiest = new TreeMap<>();
    for (List<Instant> day : byDay.values()) {
      day.stream()
          .sorted(
              Comparator.comparingInt(
                      (Instant moment) -> Objects.requireNonNull(byMoment.get(moment)).size())
                  .reversed()
                  .thenComparing(Comparator.naturalOrder()))
          .limit(MOMENTS_A_DAY)
          .forEach(moment -> busiest.put(moment, Objects.requireNonNull(byMoment.get(moment))));
    }
    return busiest;
  }
}
