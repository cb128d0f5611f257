package roundhouse.examples.flights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.parquet.ParquetTable;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// The events in a folder with `flights.parquet` and `weather.parquet`. Close it when done.
final class FlightFiles implements AutoCloseable {
  private static final Duration ASKED_BEFORE = Duration.ofMinutes(30);
  private static final Duration TAXI_AND_GATE = Duration.ofMinutes(25);
  private static final List<String> FLIGHT_COLUMNS =
      List.of(
          "time_hour",
          "minute",
          "carrier",
          "tailnum",
          "origin",
          "dest",
          "distance",
          "dep_delay",
          "arr_delay",
          "air_time");
  private static final List<String> WEATHER_COLUMNS =
      List.of("time_hour", "origin", "visib", "wind_speed");

  private final ObjectStore files;

  private FlightFiles(ObjectStore files) {
    this.files = files;
  }

  static FlightFiles open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "Data folder '%s': not there; expected a folder with flights.parquet and weather.parquet, as in examples/flights/data"
              .formatted(folder));
    }
    return new FlightFiles(ObjectStores.onDisk(folder));
  }

  Stream<FlightScheduled> scheduled() {
    return flights().map(FlightRow::scheduled);
  }

  Stream<FlightDeparted> departed() {
    return flights().map(FlightRow::departed).flatMap(Optional::stream);
  }

  Stream<FlightArrived> arrived() {
    return flights().map(FlightRow::arrived).flatMap(Optional::stream);
  }

  Stream<WeatherObserved> weather() {
    return rows(
        "weather.parquet",
        WEATHER_COLUMNS,
        (id, row) ->
            new WeatherObserved(
                id,
                row.stringAt(1),
                (Double) row.valueAt(2),
                (Double) row.valueAt(3),
                Micros.instant(row.longAt(0))));
  }

  private Stream<FlightRow> flights() {
    return rows("flights.parquet", FLIGHT_COLUMNS, FlightRow::of);
  }

  private <T> Stream<T> rows(String file, List<String> columns, BiFunction<Long, Rows, T> read) {
    Rows rows = ParquetTable.open(files, ObjectKey.of(file)).read(columns);
    Stream<T> stream =
        Stream.iterate(0L, id -> rows.next(), id -> id + 1).map(id -> read.apply(id, rows));
    return StreamSupport.stream(stream.spliterator(), false).onClose(rows::close);
  }

  @Override
  public void close() {
    files.close();
  }

  /// One row of the flights; what has not happened or was not recorded is null.
  ///
  /// @param departureDelay in minutes
  /// @param airTime in minutes
  private record FlightRow(
      long id,
      Instant departure,
      String carrier,
      @Nullable String tailNumber,
      String origin,
      String dest,
      long distance,
      @Nullable Long departureDelay,
      @Nullable Long arrivalDelay,
      @Nullable Long airTime) {

    static FlightRow of(long id, Rows row) {
      return new FlightRow(
          id,
          Micros.instant(row.longAt(0)).plus(row.longAt(1), ChronoUnit.MINUTES),
          row.stringAt(2),
          (String) row.valueAt(3),
          row.stringAt(4),
          row.stringAt(5),
          row.longAt(6),
          (Long) row.valueAt(7),
          (Long) row.valueAt(8),
          (Long) row.valueAt(9));
    }

    FlightScheduled scheduled() {
      return new FlightScheduled(
          id,
          carrier,
          tailNumber,
          origin,
          dest,
          distance,
          departure,
          departure.minus(ASKED_BEFORE));
    }

    Optional<FlightDeparted> departed() {
      if (departureDelay == null) {
        return Optional.empty();
      }
      Instant at = departure.plus(departureDelay, ChronoUnit.MINUTES);
      return Optional.of(
          new FlightDeparted(id, carrier, tailNumber, origin, dest, departureDelay, at));
    }

    Optional<FlightArrived> arrived() {
      if (departureDelay == null || arrivalDelay == null || airTime == null) {
        return Optional.empty();
      }
      Instant at = departure.plus(departureDelay + airTime, ChronoUnit.MINUTES).plus(TAXI_AND_GATE);
      return Optional.of(
          new FlightArrived(id, carrier, tailNumber, origin, dest, arrivalDelay, at));
    }
  }
}
