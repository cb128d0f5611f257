package roundhouse.featureengine.batch.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventSourceManifest.StreamFiles;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.storage.ConflictingObjectException;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

class EventImportTest {
  private static final StreamSchema STREAM = stream(Duration.ofNanos(5_000));

  @TempDir Path folder;

  private ObjectStore store;

  @BeforeEach
  void openStore() {
    store = ObjectStores.onDisk(folder.resolve("store"));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void eventsComeInTheOrderOfKnownAtThenId() {
    EventSource source =
        imported("s", ArrayRow.of("b", 7L), ArrayRow.of("\uFFEE", 3L), ArrayRow.of("a", 7L));

    assertThat(read(source, InstantRange.ALL))
        .containsExactly(ArrayRow.of("\uFFEE", 3L), ArrayRow.of("a", 7L), ArrayRow.of("b", 7L));
    assertThat(read(source, new InstantRange(4, 8))).hasSize(2);
    assertThat(read(source, new InstantRange(8, 9))).isEmpty();
    assertThat(source.manifest().completeThrough())
        .isEqualTo(Instant.EPOCH.plus(Duration.ofNanos(8_000)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100, 1000})
  void runsSpilledToDiskMergeIntoTheSameOrder(int runRows) {
    Random random = new Random(5);
    List<ArrayRow> events = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      events.add(ArrayRow.of("id" + random.nextInt(30), random.nextLong(10)));
    }
    List<ArrayRow> sorted = new ArrayList<>(events);
    sorted.sort(
        Comparator.comparing((ArrayRow row) -> row.longAt(1))
            .thenComparing(row -> row.stringAt(0)));
    List<ArrayRow> drained = new ArrayList<>();
    try (EventSorter sorter = new EventSorter(STREAM, folder.resolve("runs"), runRows)) {
      events.forEach(sorter::add);
      sorter.drainTo(row -> drained.add(ArrayRow.of(row.stringAt(0), row.longAt(1))));
    }

    assertThat(drained).isEqualTo(sorted);
    assertThat(folder.resolve("runs")).isEmptyDirectory();
  }

  @Test
  void textIdsSortAsTheirUtf8Bytes() {
    assertThat(EventOrder.compareUtf8("\uD83D\uDE00", "\uFFEE")).isPositive();
    assertThat(EventOrder.compareUtf8("\uD7FF", "\uD83D\uDE00")).isNegative();
    assertThat(EventOrder.compareUtf8("ab", "abc")).isNegative();
    assertThat(EventOrder.compareUtf8("é", "é")).isZero();
  }

  @Test
  void aStreamIsUniqueWithinItsBoundOnLateness() {
    assertThat(isUnique(ArrayRow.of("a", 1L), ArrayRow.of("b", 1L))).isTrue();
    assertThat(isUnique(ArrayRow.of("a", 1L), ArrayRow.of("a", 1L))).isFalse();
    assertThat(isUnique(ArrayRow.of("a", 1L), ArrayRow.of("b", 2L), ArrayRow.of("a", 6L)))
        .isFalse();
    assertThat(isUnique(ArrayRow.of("a", 1L), ArrayRow.of("a", 7L))).isTrue();
    EventSource source = imported("wide", ArrayRow.of("a", 1L), ArrayRow.of("a", 7L));
    assertThat(source.isUnique(stream(Duration.ofNanos(6_000)))).isFalse();
  }

  @Test
  void theSameEventsAgainChangeNothingAndOthersAreRefused() {
    EventSource first = imported("s", ArrayRow.of("a", 1L), ArrayRow.of("b", 2L));
    assertThat(imported("s", ArrayRow.of("b", 2L), ArrayRow.of("a", 1L)).sha256())
        .isEqualTo(first.sha256());

    assertThatThrownBy(() -> imported("s", ArrayRow.of("a", 1L)))
        .isInstanceOf(ConflictingObjectException.class)
        .hasMessageContaining("sources/s/manifest.json");
    assertThat(EventSource.open(store, "s").sha256()).isEqualTo(first.sha256());
  }

  @Test
  void anImportThatIsNotCommittedIsNotVisible() {
    try (EventImport events = EventImport.into(store, "s")) {
      events.importStream(STREAM, sink -> sink.accept(ArrayRow.of("a", 1L)));
    }

    assertThat(EventSource.find(store, "s")).isEmpty();
  }

  @Test
  void aStreamWithoutEventsIsImportedEmpty() {
    EventSource source = imported("s");

    assertThat(read(source, InstantRange.ALL)).isEmpty();
    assertThat(source.manifest().streams())
        .singleElement()
        .extracting(StreamFiles::events, StreamFiles::firstKnownAt)
        .containsExactly(0L, null);
  }

  @Test
  void everyProblemOfASchemaIsReportedAtOnce() {
    StreamSchema schema =
        new StreamSchema(
            "s",
            List.of(
                FieldSchema.nullable("id", ValueType.STRING),
                FieldSchema.required("at", ValueType.LONG)),
            "id",
            "at",
            "seenAt",
            Duration.ZERO);

    try (EventImport events = EventImport.into(store, "s")) {
      assertThatThrownBy(() -> events.importStream(schema, sink -> {}))
          .isInstanceOf(InvalidDefinitionException.class)
          .hasMessageContaining("id field 'id'")
          .hasMessageContaining("event time field 'at'")
          .hasMessageContaining("known-at time field 'seenAt' is missing");
    }
  }

  @Test
  void aNameThatTraversesIsRefused() {
    assertThatThrownBy(() -> EventImport.into(store, "../s"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Event source '../s'");
  }

  private boolean isUnique(ArrayRow... events) {
    try (EventImport into = EventImport.into(store, "unique")) {
      return into.importStream(STREAM, sink -> List.of(events).forEach(sink)).unique();
    }
  }

  private EventSource imported(String name, ArrayRow... events) {
    try (EventImport into = EventImport.into(store, name)) {
      into.importStream(STREAM, sink -> List.of(events).forEach(sink));
      return into.commit();
    }
  }

  private static List<ArrayRow> read(EventSource source, InstantRange range) {
    List<ArrayRow> events = new ArrayList<>();
    try (Rows rows = source.read("s", List.of("id", "at"), range)) {
      while (rows.next()) {
        events.add(ArrayRow.of(rows.stringAt(0), rows.longAt(1)));
      }
    }
    return events;
  }

  private static StreamSchema stream(Duration lateness) {
    return new StreamSchema(
        "s",
        List.of(
            FieldSchema.required("id", ValueType.STRING),
            FieldSchema.required("at", ValueType.INSTANT)),
        "id",
        "at",
        "at",
        lateness);
  }
}
