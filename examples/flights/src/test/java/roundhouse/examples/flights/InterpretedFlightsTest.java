package roundhouse.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.RecordRow;
import roundhouse.featureengine.language.interpreter.Interpreter;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// The first days of the year: the dataset has the interpreter's bits.
class InterpretedFlightsTest {
  private static final Instant END = Instant.parse("2013-01-04T00:00:00Z");
  private static final Plan PLAN = LateArrival.FEATURES.plan();

  /// The interpreter reads all events for each ask, so it takes one ask in so many.
  private static final int SAMPLED = 7;

  @TempDir Path folder;

  @Test
  void sampledRowsHaveTheInterpretersBits() {
    try (FlightFiles files = FlightFiles.open(Path.of("data"));
        ObjectStore store = ObjectStores.onDisk(folder)) {
      List<FlightScheduled> asks = early(files.scheduled(), FlightScheduled::askedAt);
      List<FlightDeparted> departed = early(files.departed(), FlightDeparted::departedAt);
      List<FlightArrived> arrived = early(files.arrived(), FlightArrived::arrivedAt);
      List<WeatherObserved> weather = early(files.weather(), WeatherObserved::observedAt);
      Interpreter interpreter =
          Interpreter.of(
              PLAN,
              List.of(
                  rows("flight-arrived", arrived),
                  rows("flight-departed", departed),
                  rows("weather-observed", weather)));
      try (EventImport events = EventImport.into(store, "flights")) {
        events.importStream(LateArrival.SCHEDULED, asks.stream());
        events.importStream(LateArrival.DEPARTED, departed.stream());
        events.importStream(LateArrival.ARRIVED, arrived.stream());
        events.importStream(LateArrival.WEATHER, weather.stream());
        Dataset dataset = Backfill.of(store, PLAN, events.commit(), null, null).run(1);

        assertThat(asks).hasSizeGreaterThan(2_000);
        assertThat(sampledRows(dataset)).isEqualTo(interpreted(interpreter, asks));
      }
    }
  }

  private static <E> List<E> early(Stream<E> events, Function<E, Instant> time) {
    try (events) {
      // In the order that an import gives them, which is their position.
      return events
          .filter(event -> time.apply(event).isBefore(END))
          .sorted(Comparator.comparing(time))
          .toList();
    }
  }

  /// In the order of the plan's streams, which is that of their names.
  private static List<ArrayRow> rows(String stream, List<? extends Record> events) {
    return events.stream().map(event -> RecordRow.of(event, PLAN.stream(stream))).toList();
  }

  private static List<ArrayRow> interpreted(Interpreter interpreter, List<FlightScheduled> asks) {
    List<FlightScheduled> ordered =
        asks.stream()
            .sorted(
                Comparator.comparing(FlightScheduled::askedAt)
                    .thenComparing(FlightScheduled::flightId))
            .toList();
    return IntStream.range(0, ordered.size())
        .filter(i -> i % SAMPLED == 0)
        .mapToObj(i -> RecordRow.of(ordered.get(i), PLAN.askStream()))
        .map(ask -> concatenated(interpreter.features(ask), interpreter.labels(ask)))
        .toList();
  }

  private static ArrayRow concatenated(ArrayRow features, ArrayRow labels) {
    int size = features.size();
    return ArrayRow.of(
        IntStream.range(0, size + labels.size())
            .mapToObj(i -> i < size ? features.valueAt(i) : labels.valueAt(i - size))
            .toArray());
  }

  private static List<ArrayRow> sampledRows(Dataset dataset) {
    List<String> names =
        dataset.manifest().columns().stream().skip(2).map(DatasetColumn::name).toList();
    List<ArrayRow> sampled = new ArrayList<>();
    try (Rows rows = dataset.read(names)) {
      for (int i = 0; rows.next(); i++) {
        if (i % SAMPLED == 0) {
          @Nullable Object[] values =
              IntStream.range(0, names.size()).mapToObj(rows::valueAt).toArray();
          sampled.add(ArrayRow.of(values));
        }
      }
    }
    return sampled;
  }
}
