package roundhouse.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.EventSourceManifest.StreamFiles;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// The whole year's dataset against the definitions computed once more in SQL.
class LateArrivalTest {
  private static final Path DATA = Path.of("data").toAbsolutePath();

  @TempDir private static Path folder;

  private static EventSource source;
  private static Dataset dataset;
  private static Connection sql;

  @BeforeAll
  static void computeBothWays() throws SQLException, IOException {
    PrintStream nowhere =
        new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    String[] arguments = {"--store", folder.toString(), "--data", DATA.toString()};
    assertThat(PublishFlights.run(arguments, nowhere, System.err)).isZero();
    try (ObjectStore store = ObjectStores.onDisk(folder)) {
      source = EventSource.open(store, LateArrival.SOURCE);
      dataset = Backfill.of(store, LateArrival.FEATURES.plan(), source, null, null).run(2);
    }
    sql = DriverManager.getConnection("jdbc:duckdb:");
    execute("set threads = 2");
    execute(naiveCheck().replace("${data}", DATA.toString()));
    execute(
        """
        create view actual as
        select * from read_parquet('%s/datasets/%s/*/*.parquet', hive_partitioning = true)
        """
            .formatted(folder, dataset.manifest().datasetId()));
  }

  @AfterAll
  static void closeSql() throws SQLException {
    sql.close();
  }

  @Test
  void everyEventIsImportedOnce() {
    assertThat(source.manifest().streams())
        .extracting(files -> files.schema().name(), StreamFiles::events, StreamFiles::unique)
        .containsExactly(
            tuple("flight-arrived", 327_346L, true),
            tuple("flight-departed", 328_521L, true),
            tuple("flight-scheduled", 336_776L, true),
            tuple("weather-observed", 26_115L, true));
  }

  @Test
  void everyAskIsOneRowWithTheNamedColumns() throws SQLException {
    assertThat(number("select count(*) from actual")).isEqualTo(336_776);
    assertThat(number("select count(*) from actual join expected using (\"flightId\")"))
        .isEqualTo(336_776);
    assertThat(text("select string_agg(column_name, ' ') from (describe actual)"))
        .isEqualTo(
            "flightId askTime carrier origin dest distance departure_hour day_of_week"
                + " origin_departures_2h origin_delay_mean_2h origin_delay_max_2h"
                + " origin_carrier_delay_mean_3h route_aircraft_7d tail_last_arrival_delay_24h"
                + " tail_minutes_since_arrival_24h carrier_late_share_7d"
                + " route_arrival_delay_mean_30d origin_visibility_3h origin_wind_speed_3h late"
                + " ask_month");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "carrier",
        "origin",
        "dest",
        "distance",
        "departure_hour",
        "day_of_week",
        "origin_departures_2h",
        "origin_delay_max_2h",
        "route_aircraft_7d",
        "tail_last_arrival_delay_24h",
        "tail_minutes_since_arrival_24h",
        "origin_visibility_3h",
        "origin_wind_speed_3h",
        "late"
      })
  void countsExtremesLastsAndLabelsAreTheSame(String column) throws SQLException {
    assertThat(differing("actual.%1$s is distinct from expected.%1$s".formatted(column))).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "origin_delay_mean_2h",
        "origin_carrier_delay_mean_3h",
        "carrier_late_share_7d",
        "route_arrival_delay_mean_30d"
      })
  void meansAreTheSameToTheLastDigits(String column) throws SQLException {
    assertThat(
            differing(
                """
                (actual.%1$s is null) <> (expected.%1$s is null)
                or abs(actual.%1$s - expected.%1$s) > 1e-9 * abs(expected.%1$s)
                """
                    .formatted(column)))
        .isZero();
  }

  @Test
  void asksAreAtTheirTimesAndInTheirMonths() throws SQLException {
    assertThat(differing("epoch_us(\"askTime\") <> ask_micros")).isZero();
    assertThat(differing("ask_month <> strftime(make_timestamp(ask_micros), '%Y-%m')")).isZero();
  }

  @Test
  void theManifestCountsWhatIsThere() throws SQLException {
    assertThat(dataset.manifest().rows()).isEqualTo(336_776);
    assertThat(dataset.manifest().refused()).isZero();
    var label = dataset.manifest().labels().getFirst();
    assertThat(label.labelled())
        .isEqualTo(number("select count(late) from expected"))
        .isEqualTo(327_345);
    assertThat(label.positive()).isEqualTo(number("select count(*) from expected where late"));
  }

  /// Of every release so far: a change of one bit of one value, of a row or of their order shows.
  @Test
  void theDigestIsThatOfEveryRelease() {
    assertThat(dataset.manifest().digest())
        .isEqualTo("27cb516f1353af178bf77b6b2b65a679867d2694675ba743b2604530a8553d8a");
  }

  private static String naiveCheck() throws IOException {
    try (InputStream file = LateArrivalTest.class.getResourceAsStream("naive-check.sql")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static long differing(String condition) throws SQLException {
    return number(
        "select count(*) from actual join expected using (\"flightId\") where " + condition);
  }

  private static void execute(String text) throws SQLException {
    try (Statement statement = sql.createStatement()) {
      statement.execute(text);
    }
  }

  private static long number(String query) throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }

  private static String text(String query) throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      assertThat(result.next()).isTrue();
      return result.getString(1);
    }
  }
}
