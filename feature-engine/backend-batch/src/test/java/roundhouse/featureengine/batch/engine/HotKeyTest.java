package roundhouse.featureengine.batch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.hours;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

/// Three of four payments are of one card: folded by one thread, it would be three quarters of the
/// run.
class HotKeyTest {
  /// Each has a row group of its own, so that a slice of time need not read them all.
  private static final int FILES = 8;

  private static final int EVENTS_A_FILE = 6_000;
  private static final long HOT = -1;
  private static final long MUCH_MEMORY = 1L << 28;

  record Payment(long id, long card, double amount, Instant at) {}

  private static final EventStream<Payment> PAID =
      EventStream.named("paid")
          .of(Payment.class)
          .identifiedBy(Payment::id)
          .happeningAt(Payment::at);

  private static final EntityEvents<Payment, Payment> EARLIER =
      PAID.where(Payment::card).equalTo(Payment::card);

  private static final Program WITHIN_DAYS =
      Program.of(
          FeatureSet.askedBy(PAID)
              .named("recent")
              .version(1)
              .feature("payments", EARLIER.count().within(hours(1)))
              .feature("spent", EARLIER.sum(Payment::amount).within(days(2)))
              .plan());

  private static final Program EVER =
      Program.of(
          FeatureSet.askedBy(PAID)
              .named("ever")
              .version(1)
              .feature("payments", EARLIER.count().ever())
              .feature("spent", EARLIER.sum(Payment::amount).ever())
              .plan());

  @TempDir Path folder;

  private ObjectStore store;
  private EventInput input;
  private Path scratch;

  @BeforeEach
  void importEvents() throws IOException {
    store = ObjectStores.onDisk(folder.resolve("store"));
    scratch = Files.createDirectories(folder.resolve("scratch"));
    List<EventSource> files = new ArrayList<>();
    for (int file = 0; file < FILES; file++) {
      int first = file * EVENTS_A_FILE;
      try (EventImport events = EventImport.into(store, "shop-" + file)) {
        events.importStream(
            PAID, IntStream.range(first, first + EVENTS_A_FILE).mapToObj(HotKeyTest::payment));
        files.add(events.commit());
      }
    }
    input = new Sources(files);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  /// A minute after the one before: a file is of four days.
  private static Payment payment(int id) {
    long card = id % 4 == 0 ? id % 1_000 : HOT;
    Instant at = Instant.parse("2024-01-01T00:00:00Z").plusSeconds(60L * id);
    return new Payment(id, card, id % 977 / 7.0, at);
  }

  /// Sources that follow each other in time, as one.
  private record Sources(List<EventSource> sources) implements EventInput {
    @Override
    public List<RowGroup> rowGroups(StreamSchema stream, InstantRange range) {
      return sources.stream().flatMap(each -> each.rowGroups(stream, range).stream()).toList();
    }

    @Override
    public boolean isUnique(StreamSchema stream) {
      return true;
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 256", "4, 256", "4, 1"})
  void aHotKeyIsCutIntoSlicesOfTimeThatHaveTheValuesOfTheWhole(int threads, int mebibytes) {
    EngineOptions options = options(threads, (long) mebibytes << 20);
    Run whole = run(WITHIN_DAYS, "whole", options(1, MUCH_MEMORY));
    Run cut = run(WITHIN_DAYS, "cut", options);

    // As many buckets: what is of all of time is not cut.
    int buckets = run(EVER, "ever", options).tasks();
    assertThat(cut.tasks() - buckets).isGreaterThanOrEqualTo(threads * 3 / 2 - 1);
    assertThat(cut.result().spilledBytes() > 0).isEqualTo(mebibytes == 1);
    assertThat(cut.result().rows()).isEqualTo(FILES * EVENTS_A_FILE);
    assertThat(cut.result().rowsDigest()).isEqualTo(whole.result().rowsDigest());
    assertThat(folder.resolve("cut.parquet"))
        .hasSameBinaryContentAs(folder.resolve("whole.parquet"));
  }

  private EngineOptions options(int threads, long memoryBytes) {
    return new EngineOptions(threads, memoryBytes, scratch);
  }

  /// @param tasks how many the folding had
  private record Run(EngineResult result, int tasks) {}

  /// Each task of the second of three stages ends with a word to the listener.
  private Run run(Program program, String name, EngineOptions options) {
    AtomicInteger tasks = new AtomicInteger();
    EngineListener listener =
        (fraction, rows) -> {
          if (fraction > 1 / 3.0 && fraction <= 2 / 3.0) {
            tasks.incrementAndGet();
          }
        };
    EngineResult result =
        EngineRun.run(List.of(output(program, name)), input, InstantRange.ALL, options, listener)
            .getFirst();
    return new Run(result, tasks.get());
  }

  private EngineOutput output(Program program, String name) {
    return new EngineOutput(
        program,
        folder.resolve(name + ".parquet"),
        List.of(
            Column.required("id", ColumnType.LONG),
            Column.required("payments", ColumnType.LONG),
            Column.optional("spent", ColumnType.DOUBLE)),
        Codec.ZSTD,
        EngineOutput.AskTime.LEFT_OUT,
        EngineOutput.Digest.OF_ALL_ROWS);
  }
}
