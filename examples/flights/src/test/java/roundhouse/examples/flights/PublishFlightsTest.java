package roundhouse.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ParquetTable;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

class PublishFlightsTest {
  private static final Path DATA = Path.of("data");

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void publishingAgainChangesNothing() throws IOException {
    Path data = firstRows(2_000);
    assertThat(run("--store", folder.toString(), "--data", data.toString())).isZero();
    try (ObjectStore store = ObjectStores.onDisk(folder)) {
      String source = EventSource.open(store, LateArrival.SOURCE).sha256();
      long head = Registry.open(store).state().head();
      assertThat(Registry.open(store).state().featureSet(FeatureSetId.parse("late-arrival@1")))
          .isPresent();

      assertThat(run("--store", folder.toString(), "--data", data.toString())).isZero();
      assertThat(EventSource.open(store, LateArrival.SOURCE).sha256()).isEqualTo(source);
      assertThat(Registry.open(store).state().head()).isEqualTo(head);
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("stream 'flight-scheduled': 2,000 events")
        .contains("feature set 'late-arrival@1' is published, plan ");
  }

  @Test
  void otherEventsUnderTheSameNameAreRefused() throws IOException {
    assertThat(run("--store", folder.toString(), "--data", firstRows(20).toString())).isZero();
    assertThat(run("--store", folder.toString(), "--data", firstRows(21).toString())).isEqualTo(2);

    assertThat(errors().lines())
        .singleElement()
        .asString()
        .contains("sources/flights/manifest.json", "holds other content");
  }

  /// A data folder with the first rows of each file.
  private Path firstRows(int count) throws IOException {
    Path data = Files.createDirectory(folder.resolve("first-" + count));
    try (ObjectStore whole = ObjectStores.onDisk(DATA)) {
      for (String file : List.of("flights.parquet", "weather.parquet")) {
        ParquetTable table = ParquetTable.open(whole, ObjectKey.of(file));
        try (Rows rows = table.read(table.columns().stream().map(Column::name).toList());
            var writer = ParquetTableWriter.create(data.resolve(file), table.columns())) {
          while (writer.rowCount() < count && rows.next()) {
            writer.write(rows);
          }
        }
      }
    }
    return data;
  }

  @Test
  void everyProblemOfTheArgumentsIsOneLine() {
    assertThat(run("--data", "x", "--sore", "y")).isEqualTo(2);
    assertThat(errors())
        .isEqualToIgnoringNewLines(
            "unknown argument '--sore'; '--store' is missing; usage: PublishFlights --store LOCATION --data DIR");
  }

  @Test
  void aFileCutShortIsOneLineAndNothingIsVisible() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.copy(DATA.resolve("weather.parquet"), data.resolve("weather.parquet"));
    byte[] flights = Files.readAllBytes(DATA.resolve("flights.parquet"));
    Files.write(data.resolve("flights.parquet"), Arrays.copyOf(flights, flights.length / 2));

    Path store = folder.resolve("store");
    assertThat(run("--store", store.toString(), "--data", data.toString())).isEqualTo(2);
    assertThat(errors().lines())
        .singleElement()
        .asString()
        .contains("flights.parquet")
        .contains("expected a whole Parquet file");
    assertThat(store.resolve("sources/flights/manifest.json")).doesNotExist();
  }

  private int run(String... arguments) {
    return PublishFlights.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
