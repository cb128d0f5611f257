package roundhouse.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.EventSourceManifest.StreamFiles;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

class PublishFlightsTest {
  private static final Path DATA = Path.of("data");

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void everyEventIsImportedAndPublishingAgainChangesNothing() {
    assertThat(run("--store", folder.toString(), "--data", DATA.toString())).isZero();
    try (ObjectStore store = ObjectStores.onDisk(folder)) {
      EventSource source = EventSource.open(store, LateArrival.SOURCE);
      long head = Registry.open(store).state().head();

      assertThat(source.manifest().streams())
          .extracting(files -> files.schema().name(), StreamFiles::events, StreamFiles::unique)
          .containsExactly(
              tuple("flight-arrived", 327_346L, true),
              tuple("flight-departed", 328_521L, true),
              tuple("flight-scheduled", 336_776L, true),
              tuple("weather-observed", 26_115L, true));
      assertThat(Registry.open(store).state().featureSet(FeatureSetId.parse("late-arrival@1")))
          .isPresent();

      assertThat(run("--store", folder.toString(), "--data", DATA.toString())).isZero();
      assertThat(EventSource.open(store, LateArrival.SOURCE).sha256()).isEqualTo(source.sha256());
      assertThat(Registry.open(store).state().head()).isEqualTo(head);
    }
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
