package roundhouse.featureengine.batch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.hours;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import roundhouse.featureengine.batch.parquet.Codec;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.RowGroup;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.program.Program;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

class EngineRunTest {
  private static final int EVENTS = 60_000;
  private static final long LITTLE_MEMORY = 1L << 20;
  private static final long MUCH_MEMORY = 1L << 28;

  record Payment(long id, long card, double amount, Instant at) {}

  private static final EventStream<Payment> PAID =
      EventStream.named("paid")
          .of(Payment.class)
          .identifiedBy(Payment::id)
          .happeningAt(Payment::at);

  private static final EntityEvents<Payment, Payment> EARLIER =
      PAID.where(Payment::card).equalTo(Payment::card);

  private static final Program PROGRAM =
      Program.of(
          FeatureSet.askedBy(PAID)
              .named("activity")
              .version(1)
              .feature("count_1h", EARLIER.count().within(hours(1)))
              .feature("sum_7d", EARLIER.sum(Payment::amount).within(days(7)))
              .plan());

  @TempDir Path folder;

  private ObjectStore store;
  private EventInput input;
  private Path scratch;

  @BeforeEach
  void importEvents() throws IOException {
    store = ObjectStores.onDisk(folder.resolve("store"));
    scratch = Files.createDirectories(folder.resolve("scratch"));
    Random random = new Random(7);
    try (EventImport events = EventImport.into(store, "shop")) {
      events.importStream(PAID, IntStream.range(0, EVENTS).mapToObj(i -> payment(i, random)));
      input = new Source(events.commit());
    }
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  /// A third of all payments are of one card.
  private static Payment payment(int id, Random random) {
    long card = random.nextInt(3) == 0 ? -1 : random.nextInt(EVENTS / 10);
    Instant at = Instant.parse("2024-01-01T00:00:00Z").plusSeconds(60L * id);
    return new Payment(id, card, random.nextInt(10_000) / 100.0, at);
  }

  private record Source(EventSource source) implements EventInput {
    @Override
    public List<RowGroup> rowGroups(StreamSchema stream, InstantRange range) {
      return source.rowGroups(stream, range);
    }

    @Override
    public boolean isUnique(StreamSchema stream) {
      return source.isUnique(stream);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 256"})
  void neitherThreadsNorMemoryHaveABearingOnTheRows(int threads, int mebibytes) {
    EngineResult plain = run("plain", options(1, MUCH_MEMORY));
    EngineResult other = run("other", options(threads, (long) mebibytes << 20));

    assertThat(plain.rows()).isEqualTo(EVENTS);
    assertThat(plain.spilledBytes()).isZero();
    assertThat(other.spilledBytes() > 0).isEqualTo(mebibytes == 1);
    assertThat(other.rowsDigest()).isEqualTo(plain.rowsDigest());
    assertThat(folder.resolve("other.parquet"))
        .hasSameBinaryContentAs(folder.resolve("plain.parquet"));
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void aFullScratchDiskIsSaidAndLeavesNothingAndAnotherRunSucceeds() throws IOException {
    FullDisk.onEach(folder, this::assertSaysThatDiskIsFull);
    assertThat(run("after", options(2, LITTLE_MEMORY)).rows()).isEqualTo(EVENTS);
  }

  private void assertSaysThatDiskIsFull(Path small, String reason) {
    assertThatThrownBy(() -> run("full", options(2, LITTLE_MEMORY).withScratch(small)))
        .isInstanceOf(ScratchException.class)
        .hasMessageContaining("Scratch folder '%s'".formatted(small))
        .hasMessageContaining(reason)
        .hasMessageContaining("free space there");
    assertThat(small).isEmptyDirectory();
  }

  @Test
  void aDiskThatTheOutputFillsIsSaid() throws IOException {
    FullDisk.onEach(
        folder,
        (small, reason) -> {
          Path file = small.resolve("full.parquet");
          assertThatThrownBy(() -> run(small.getFileName() + "/full", options(2, MUCH_MEMORY)))
              .isInstanceOf(UncheckedIOException.class)
              .hasMessageContaining("File '%s'".formatted(file))
              .hasMessageContaining(reason)
              .hasMessageContaining("free space there");
        });
  }

  @Test
  void aScratchFolderThatIsMissingIsNamed() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> run("out", options(2, LITTLE_MEMORY).withScratch(missing)))
        .isInstanceOf(ScratchException.class)
        .hasMessageContaining("Scratch folder '%s'".formatted(missing));
  }

  @Test
  void aListenerThatThrowsEndsTheRun() {
    assertThatThrownBy(
            () ->
                EngineRun.run(
                    List.of(output("out")),
                    input,
                    InstantRange.ALL,
                    options(2, MUCH_MEMORY),
                    (fraction, rows) -> {
                      throw new ArithmeticException("enough");
                    }))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("enough");
  }

  private EngineOptions options(int threads, long memoryBytes) {
    return new EngineOptions(threads, memoryBytes, scratch);
  }

  private EngineResult run(String name, EngineOptions options) {
    return EngineRun.run(
            List.of(output(name)), input, InstantRange.ALL, options, (fraction, rows) -> {})
        .getFirst();
  }

  private EngineOutput output(String name) {
    return new EngineOutput(
        PROGRAM,
        folder.resolve(name + ".parquet"),
        Stream.of("id", "count_1h", "sum_7d").map(EngineRunTest::column).toList(),
        Codec.ZSTD,
        EngineOutput.AskTime.LEFT_OUT,
        EngineOutput.Digest.OF_ALL_ROWS);
  }

  private static Column column(String name) {
    return name.startsWith("sum")
        ? Column.optional(name, ColumnType.DOUBLE)
        : Column.required(name, ColumnType.LONG);
  }
}
