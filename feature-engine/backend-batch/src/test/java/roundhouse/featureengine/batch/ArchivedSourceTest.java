package roundhouse.featureengine.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.EventSourceManifest.EventFile;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.interpreter.Interpreter;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// Batch over the archive of topics gives what the interpreter says of the same partitions.
class ArchivedSourceTest {
  private static final Plan PLAN = Visits.RETURNING.plan();
  private static final StreamSchema PURCHASED = Visits.PURCHASED.schema();

  @TempDir Path folder;
  @TempDir Path scratch;

  private ObjectStore store;

  @BeforeEach
  void openStore() {
    store = ObjectStores.onDisk(folder);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyRowHasTheInterpretersBitsWhateverTheOrderOfArrival(long seed) {
    RecordedVisits visits = archived(seed);
    EventSource source = visits.source(store, "live");

    PartitionUnit unit =
        List.of(PartitionUnit.DAY, PartitionUnit.MONTH, PartitionUnit.WHOLE).get((int) seed % 3);
    Dataset dataset = Backfill.of(store, PLAN, source, null, null, unit).run(2);

    assertThat(rows(dataset)).as("by %s", unit).isEqualTo(expected(visits));
  }

  @Test
  void asksAndCopiesAreJudgedInTheirPartition() {
    RecordedVisits visits = archived(1);
    Dataset dataset = Backfill.of(store, PLAN, visits.source(store, "live"), null, null).run(1);

    long events = visits.events(Visits.VISITED.schema()).size();
    assertThat(visits.asks(PLAN)).hasSizeLessThan((int) events);
    assertThat(dataset.manifest().refused()).isPositive();
    assertThat(dataset.manifest().rows()).isEqualTo(visits.asks(PLAN).size());
  }

  @Test
  void aLaterDayReadsNoFileOfEarlierOnes() throws IOException {
    RecordedVisits visits = archived(2);
    EventSource source = visits.source(store, "live");
    Dataset whole = Backfill.of(store, PLAN, source, null, null).run(1);
    Instant from = Instant.parse("2024-03-02T00:00:00Z");
    Instant lookback = from.minusSeconds(13 * 86_400);
    int damaged = 0;
    for (EventFile file : files(source)) {
      if (file.lastKnownAt().isBefore(lookback)) {
        damage(file);
        damaged++;
      }
    }
    Dataset part =
        Backfill.of(store, PLAN, EventSource.open(store, "live"), from, null, PartitionUnit.DAY)
            .run(1);

    assertThat(damaged).isGreaterThan(20);
    assertThat(rows(part))
        .isNotEmpty()
        .isEqualTo(rows(whole, InstantRange.between(from, Instant.parse("2030-01-01T00:00:00Z"))));
  }

  @Test
  void afterMoreIsArchivedOnlyPartitionsThatMayReadItAreComputedAgain() {
    RecordedVisits visits = RecordedVisits.random(3, Instant.EPOCH);
    visits.archive(store, scratch, 0.8);
    EventSource earlier = visits.source(store, "monday");
    Backfill.of(store, PLAN, earlier, null, null, PartitionUnit.DAY).run(2);
    visits.archive(store, scratch, 1);
    EventSource later = visits.source(store, "tuesday");
    Backfill backfill = Backfill.of(store, PLAN, later, null, null, PartitionUnit.DAY);
    // A label of a day is open four days more.
    Instant closed = earlier.manifest().completeThrough().minusSeconds(5 * 86_400);

    List<PartitionRange> computed = BackfillTest.computed(backfill);
    assertThat(backfill.partitions())
        .filteredOn(range -> !range.to().isAfter(closed))
        .hasSizeGreaterThan(10)
        .doesNotContainAnyElementsOf(computed);
    assertThat(computed).hasSizeGreaterThan(5).contains(backfill.partitions().getLast());

    Dataset dataset = backfill.commit();
    assertThat(rows(dataset)).isEqualTo(expected(visits));
    try (ObjectStore empty = ObjectStores.onDisk(folder.resolve("empty"))) {
      RecordedVisits again = RecordedVisits.random(3, Instant.EPOCH);
      again.archive(empty, scratch, 1);
      Backfill anew =
          Backfill.of(empty, PLAN, again.source(empty, "tuesday"), null, null, PartitionUnit.DAY);
      assertThat(anew.run(2).manifest().digest()).isEqualTo(dataset.manifest().digest());
    }
  }

  @Test
  void theSourceIsCompleteThroughTheEarliestOfItsPartitions() {
    RecordedVisits visits = archived(4);
    Instant complete = visits.source(store, "live").manifest().completeThrough();

    for (StreamSchema schema : RecordedVisits.SCHEMAS) {
      for (int partition = 0; partition < RecordedVisits.PARTITIONS; partition++) {
        int each = partition;
        assertThat(visits.events(schema))
            .filteredOn(event -> event.partition() == each)
            .anySatisfy(
                event ->
                    assertThat(RecordedVisits.knownAt(schema, (ArrayRow) event.row()))
                        .isGreaterThanOrEqualTo(Micros.of(complete)));
      }
    }
  }

  @Test
  void historyThatCameByNoTopicIsAPartitionOfItsOwn() {
    Instant live = Instant.parse("2024-02-15T00:00:00Z");
    Visits all = Visits.random(5);
    RecordedVisits recorded = RecordedVisits.random(5, live);
    recorded.archive(store, scratch, 1);
    EventSource source;
    try (EventImport events = EventImport.into(store, "both")) {
      events.importStream(
          Visits.VISITED, all.visits().stream().filter(e -> e.seenAt().isBefore(live)));
      events.importStream(
          Visits.PURCHASED, all.purchases().stream().filter(e -> e.seenAt().isBefore(live)));
      events.importStream(
          Visits.RETURNED, all.returns().stream().filter(e -> e.seenAt().isBefore(live)));
      RecordedVisits.SCHEMAS.forEach(
          schema -> events.referArchive(schema, RecordedVisits.topic(schema)));
      source = events.commit();
    }
    Dataset dataset = Backfill.of(store, PLAN, source, null, null).run(2);

    // Everything before comes by a partition -1, in the order of an import.
    RecordedVisits asOne = RecordedVisits.random(5, live);
    asOne.prepend(all, live);
    assertThat(rows(dataset)).isEqualTo(expected(asOne));
    assertThatThrownBy(() -> StateExport.ofAll(store, PLAN, source))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("was imported and archived")
        .hasMessageContaining("a source of its own");
  }

  @Test
  void aDamagedFileIsNamedAndNothingIsPublished() throws IOException {
    RecordedVisits visits = archived(6);
    EventSource source = visits.source(store, "live");
    EventFile file = files(source).get(40);
    damage(file);
    Backfill backfill = Backfill.of(store, PLAN, source, null, null, PartitionUnit.WHOLE);

    assertThatThrownBy(() -> backfill.run(2))
        .isInstanceOf(CorruptObjectException.class)
        .hasMessageContaining(file.file());
    assertThat(store.list(ObjectKey.of("datasets"))).isEmpty();
    assertThat(store.list(ObjectKey.of("partitions"))).isEmpty();
  }

  @Test
  void anEngineThatKnowsNoSourcePartitionsIsGivenNone() {
    Backfill backfill = Backfill.of(store, PLAN, archived(7).source(store, "live"), null, null);
    PartitionEngine engine =
        (_, _, _, _, _) -> {
          throw new AssertionError("It was asked");
        };

    assertThatThrownBy(
            () -> backfill.write(backfill.partitions().getFirst(), engine, PartitionListener.NONE))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("Stream 'visited': archived from a topic")
        .hasMessageContaining("use the batch backend");
  }

  @Test
  void aTopicThatIsNotArchivedIsRefused() {
    try (EventImport events = EventImport.into(store, "live")) {
      assertThatThrownBy(() -> events.referArchive(PURCHASED, "elsewhere"))
          .isInstanceOf(InvalidDefinitionException.class)
          .hasMessageContaining("Topic 'elsewhere': not archived")
          .hasMessageContaining("start an archiver");
    }
  }

  private RecordedVisits archived(long seed) {
    RecordedVisits visits = RecordedVisits.random(seed, Instant.EPOCH);
    visits.archive(store, scratch, 1);
    return visits;
  }

  private static List<EventFile> files(EventSource source) {
    return source.manifest().streams().stream().flatMap(stream -> stream.files().stream()).toList();
  }

  private void damage(EventFile file) throws IOException {
    Path path = folder.resolve(file.file());
    byte[] bytes = Files.readAllBytes(path);
    bytes[bytes.length / 2] ^= 1;
    Files.write(path, bytes);
  }

  private static List<ArrayRow> expected(RecordedVisits visits) {
    Interpreter interpreter = Interpreter.ofSources(PLAN, visits.events(PLAN));
    StreamSchema stream = PLAN.askStream();
    List<ArrayRow> expected = new ArrayList<>();
    for (ArrayRow ask : visits.asks(PLAN)) {
      List<@Nullable Object> values = new ArrayList<>();
      values.add(ask.valueAt(stream.indexOf(stream.id())));
      values.add(ask.valueAt(stream.indexOf(stream.knownAt())));
      for (ArrayRow part : List.of(interpreter.features(ask), interpreter.labels(ask))) {
        IntStream.range(0, part.size()).forEach(i -> values.add(part.valueAt(i)));
      }
      expected.add(ArrayRow.of(values.toArray()));
    }
    return expected;
  }

  private static List<ArrayRow> rows(Dataset dataset) {
    return rows(dataset, InstantRange.ALL);
  }

  private static List<ArrayRow> rows(Dataset dataset, InstantRange range) {
    List<String> names = dataset.manifest().columns().stream().map(DatasetColumn::name).toList();
    List<ArrayRow> all = new ArrayList<>();
    try (Rows rows = dataset.read(names, range)) {
      while (rows.next()) {
        all.add(ArrayRow.of(IntStream.range(0, names.size()).mapToObj(rows::valueAt).toArray()));
      }
    }
    return all;
  }
}
