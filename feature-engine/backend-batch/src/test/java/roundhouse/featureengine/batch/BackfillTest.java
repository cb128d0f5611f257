package roundhouse.featureengine.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.engine.FullDisk;
import roundhouse.featureengine.batch.engine.ScratchException;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.Expressions;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.Window;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.interpreter.Interpreter;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.storage.ConflictingObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

class BackfillTest {
  private static final Plan PLAN = Visits.RETURNING.plan();

  @TempDir Path folder;

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
  void everyRowHasTheInterpretersBits(long seed) {
    EventSource source = Visits.random(seed).importInto(store, "shop");
    Dataset dataset = Backfill.of(store, PLAN, source, null, null).run(2);

    assertThat(rows(dataset, InstantRange.ALL)).isEqualTo(expected(source));
    assertThat(dataset.manifest().refused()).isEqualTo(refused(source));
  }

  @Test
  void threadsHaveNoBearingOnBytesOrDigest() {
    EventSource source = Visits.random(1).importInto(store, "shop");
    Dataset one = Backfill.of(store, PLAN, source, null, null).run(1);
    try (ObjectStore other = ObjectStores.onDisk(folder.resolve("other"))) {
      EventSource copy = Visits.random(1).importInto(other, "shop");
      Dataset three = Backfill.of(other, PLAN, copy, null, null).run(3);

      assertThat(three.manifest()).isEqualTo(one.manifest());
    }
  }

  @Test
  void aRangeGivesTheRowsThatTheWholeHasThere() {
    EventSource source = Visits.random(2).importInto(store, "shop");
    Dataset whole = Backfill.of(store, PLAN, source, null, null).run(1);
    Instant from = Instant.parse("2024-02-05T12:00:00Z");
    Instant to = Instant.parse("2024-03-03T00:00:00Z");
    Dataset part = Backfill.of(store, PLAN, source, from, to).run(1);

    assertThat(part.manifest().datasetId()).isNotEqualTo(whole.manifest().datasetId());
    assertThat(rows(part, InstantRange.ALL))
        .isNotEmpty()
        .isEqualTo(rows(whole, InstantRange.between(from, to)));
  }

  @Test
  void anEqualBackfillIsTheSameDatasetAndWritesNothing() {
    EventSource source = Visits.random(3).importInto(store, "shop");
    Dataset first = Backfill.of(store, PLAN, source, null, null).run(1);
    List<ObjectKey> keys = store.list(ObjectKey.of("datasets"));
    Backfill again =
        Backfill.of(store, PLAN, source, Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));

    assertThat(again.run(1).manifest()).isEqualTo(first.manifest());
    assertThat(again.write(again.partitions().getFirst(), PartitionListener.NONE).partition())
        .isEqualTo(first.manifest().partitions().getFirst());
    assertThat(store.list(ObjectKey.of("datasets"))).isEqualTo(keys);
  }

  @Test
  void aPartitionBrokenOffLeavesNothingAndCanBeWrittenAgain() {
    EventSource source = Visits.random(4).importInto(store, "shop");
    Backfill backfill = Backfill.of(store, PLAN, source, null, null);
    ObjectStore down = new UnwritableStore(store);
    Backfill unlucky = Backfill.of(down, PLAN, EventSource.open(down, "shop"), null, null);

    assertThatThrownBy(() -> unlucky.write(unlucky.partitions().getFirst(), PartitionListener.NONE))
        .hasMessageContaining("unwritable");
    assertThat(store.list(ObjectKey.of("datasets"))).isEmpty();
    assertThat(Dataset.find(store, backfill.datasetId())).isEmpty();
    assertThatThrownBy(backfill::commit)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(backfill.partitions().getFirst().name());

    assertThat(rows(backfill.run(1), InstantRange.ALL)).isEqualTo(expected(source));
  }

  @Test
  void aPartitionThatFillsTheScratchDiskLeavesNothingAndGetsTheSameBitsWhereThereIsRoom()
      throws IOException {
    Visits visits = Visits.random(12, 2_000, 60_000);
    Backfill backfill = Backfill.of(store, PLAN, visits.importInto(store, "shop"), null, null);
    PartitionRange february = backfill.partitions().get(1);
    EngineOptions options = new EngineOptions(2, 1L << 20, folder);
    FullDisk.onEach(
        folder.resolve("full"),
        (small, reason) -> {
          assertThatThrownBy(
                  () ->
                      backfill.write(february, options.withScratch(small), PartitionListener.NONE))
              .isInstanceOf(ScratchException.class)
              .hasMessageContaining("Scratch folder '%s".formatted(small))
              .hasMessageContaining(reason)
              .hasMessageContaining("free space there");
          assertThat(small).isEmptyDirectory();
          assertThat(backfill.find(february)).isEmpty();
          assertThat(Dataset.find(store, backfill.datasetId())).isEmpty();
          assertThat(store.list(ObjectKey.of("datasets"))).isEmpty();
          assertThat(store.list(ObjectKey.of("partitions"))).isEmpty();
        });

    Path roomy = Files.createDirectories(folder.resolve("roomy"));
    backfill.write(february, options.withScratch(roomy), PartitionListener.NONE);
    assertThat(roomy).isEmptyDirectory();
    try (ObjectStore other = ObjectStores.onDisk(folder.resolve("other"))) {
      Backfill undisturbed = Backfill.of(other, PLAN, visits.importInto(other, "shop"), null, null);
      assertThat(backfill.run(1).manifest()).isEqualTo(undisturbed.run(1).manifest());
    }
  }

  @Test
  void aFileLeftByAnEarlierAttemptIsAdoptedOnlyWithTheSameRows() {
    EventSource source = Visits.random(5).importInto(store, "shop");
    Backfill backfill = Backfill.of(store, PLAN, source, null, null);
    PartitionRange first = backfill.partitions().getFirst();
    WrittenPartition written = backfill.write(first, PartitionListener.NONE);
    try (ObjectStore other = ObjectStores.onDisk(folder.resolve("other"))) {
      EventSource copy = Visits.random(5).importInto(other, "shop");
      Backfill again = Backfill.of(other, PLAN, copy, null, null);
      ObjectKey file = ObjectKey.of(written.partition().file());
      other.putIfAbsent(file, store.read(file));
      assertThat(again.write(first, PartitionListener.NONE)).isEqualTo(written);

      PartitionRange second = again.partitions().get(1);
      other.putIfAbsent(
          ObjectKey.of(file.value().replace(first.name(), second.name())), store.read(file));
      assertThatThrownBy(() -> again.write(second, PartitionListener.NONE))
          .isInstanceOf(ConflictingObjectException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void unitsOfPartitionsCutTheSameRows(PartitionUnit unit) {
    EventSource source = Visits.random(7).importInto(store, "shop");
    Backfill months = Backfill.of(store, PLAN, source, null, null);
    Backfill backfill = Backfill.of(store, PLAN, source, null, null, unit);

    assertThat(backfill.datasetId().equals(months.datasetId()))
        .isEqualTo(unit == PartitionUnit.MONTH);
    assertThat(backfill.partitions())
        .hasSize(
            switch (unit) {
              case DAY -> 40;
              case MONTH -> 3;
              case WHOLE -> 1;
            });
    assertThat(rows(backfill.run(2), InstantRange.ALL)).isEqualTo(expected(source));
  }

  @Test
  void aPartitionOfEqualInputsIsCopiedFromTheDatasetThatHasIt() {
    EventSource source = Visits.random(8).importInto(store, "shop");
    Dataset first = Backfill.of(store, PLAN, source, null, null).run(1);
    Backfill again =
        Backfill.of(store, PLAN, Visits.random(8).importInto(store, "shop-again"), null, null);
    PartitionListener unexpected =
        (fraction, rows) -> {
          throw new AssertionError("computed again");
        };
    again.partitions().forEach(partition -> again.write(partition, unexpected));
    Dataset second = again.commit();

    assertThat(second.manifest().datasetId()).isNotEqualTo(first.manifest().datasetId());
    assertThat(second.manifest().digest()).isEqualTo(first.manifest().digest());
    for (int i = 0; i < first.manifest().partitions().size(); i++) {
      DatasetManifest.Partition copy = second.manifest().partitions().get(i);
      assertThat(copy.file()).startsWith("datasets/" + again.datasetId());
      assertThat(copy.sha256()).isEqualTo(first.manifest().partitions().get(i).sha256());
    }
    assertThat(rows(second, InstantRange.ALL)).isEqualTo(expected(source));
  }

  @Test
  void aPartitionIsComputedWhereEventsOfOneStreamAreOthers() {
    Visits visits = Visits.random(9);
    Visits others = Visits.random(10);
    Backfill.of(store, PLAN, visits.importInto(store, "shop"), null, null).run(1);

    assertComputedAnew(new Visits(others.visits(), visits.purchases(), visits.returns()), "visits");
    assertComputedAnew(
        new Visits(visits.visits(), others.purchases(), visits.returns()), "purchases");
    assertComputedAnew(
        new Visits(visits.visits(), visits.purchases(), others.returns()), "returns");
  }

  private void assertComputedAnew(Visits visits, String name) {
    EventSource source = visits.importInto(store, name);
    assertThat(rows(Backfill.of(store, PLAN, source, null, null).run(1), InstantRange.ALL))
        .as(name)
        .isEqualTo(expected(source));
  }

  record Reading(long id, long meter, long used, Instant at) {}

  private static final EventStream<Reading> READ =
      EventStream.named("read")
          .of(Reading.class)
          .identifiedBy(Reading::id)
          .happeningAt(Reading::at);

  /// An import's first file holds two months of readings, and a little of the third.
  private static final int FIRST_IMPORT = (1 << 19) + 1_000;

  @Test
  void afterAnImportOfMoreEventsOnlyPartitionsThatMayReadThemAreComputedAgain() {
    Plan plan =
        FeatureSet.askedBy(READ)
            .named("usage")
            .version(1)
            .feature(
                "used_1h",
                READ.where(Reading::meter)
                    .equalTo(Reading::meter)
                    .sum(Reading::used)
                    .within(Expressions.hours(1)))
            .plan();
    EventSource first = importReadings(store, "first", FIRST_IMPORT);
    assertThat(computed(Backfill.of(store, plan, first, null, null))).hasSize(3);
    Backfill more =
        Backfill.of(store, plan, importReadings(store, "more", FIRST_IMPORT + 1_000), null, null);

    assertThat(computed(more)).containsExactly(more.partitions().getLast());
    assertThat(more.partitions()).hasSize(3);
    try (ObjectStore empty = ObjectStores.onDisk(folder.resolve("empty"))) {
      store
          .list(ObjectKey.of("sources/more"))
          .forEach(key -> empty.putIfAbsent(key, store.read(key)));
      Backfill anew = Backfill.of(empty, plan, EventSource.open(empty, "more"), null, null);
      assertThat(computed(anew)).isEqualTo(anew.partitions());
      assertThat(more.commit().manifest()).isEqualTo(anew.commit().manifest());
    }
  }

  private static EventSource importReadings(ObjectStore store, String name, int count) {
    Instant start = Instant.parse("2024-01-01T00:00:00Z");
    try (EventImport events = EventImport.into(store, name)) {
      events.importStream(
          READ,
          IntStream.range(0, count)
              .mapToObj(i -> new Reading(i, i % 100, i % 7, start.plusSeconds(10L * i))));
      return events.commit();
    }
  }

  /// Writes all partitions, and tells those that were not taken over from another dataset.
  static List<PartitionRange> computed(Backfill backfill) {
    List<PartitionRange> computed = new ArrayList<>();
    for (PartitionRange partition : backfill.partitions()) {
      AtomicBoolean isComputed = new AtomicBoolean();
      backfill.write(partition, (fraction, rows) -> isComputed.set(true));
      if (isComputed.get()) {
        computed.add(partition);
      }
    }
    return computed;
  }

  @Test
  void setsComputedInOnePassHaveTheRowsThatEachHasAlone() {
    EventSource source = Visits.random(11).importInto(store, "shop");
    Plan other =
        FeatureSet.askedBy(Visits.VISITED)
            .named("shops")
            .version(1)
            .feature(
                "visits_2d",
                Visits.VISITED
                    .where(Visits.Visit::shop)
                    .equalTo(Visits.Visit::shop)
                    .count()
                    .within(Expressions.days(2)))
            .plan();
    Backfill one = Backfill.of(store, PLAN, source, null, null);
    Backfill two = Backfill.of(store, other, source, null, null);
    BackfillPass pass = BackfillPass.of(List.of(one, two), EngineOptions.ofMachine());
    one.partitions().forEach(partition -> pass.write(partition, PartitionListener.NONE));

    assertThat(rows(one.commit(), InstantRange.ALL)).isEqualTo(expected(source));
    try (ObjectStore alone = ObjectStores.onDisk(folder.resolve("alone"))) {
      EventSource copy = Visits.random(11).importInto(alone, "shop");
      assertThat(two.commit().manifest())
          .isEqualTo(Backfill.of(alone, other, copy, null, null).run(1).manifest());
    }
  }

  @Test
  void aNullableFieldAddedSinceTheImportIsNullAndANewOneThatIsNeverNullIsRefused() {
    EventSource source = Visits.random(7).importInto(store, "shop");
    Plan added = lastCoupon(FieldSchema.nullable("coupon", ValueType.STRING));
    Dataset dataset = Backfill.of(store, added, source, null, null).run(1);
    try (Rows rows = dataset.read(List.of("coupon"))) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.isNull(0)).isTrue();
    }
    Plan required = lastCoupon(FieldSchema.required("coupon", ValueType.STRING));
    assertThatThrownBy(() -> Backfill.of(store, required, source, null, null))
        .hasMessageContaining("has no field 'coupon'");
  }

  /// A plan over purchases whose schema has gained a field.
  private static Plan lastCoupon(FieldSchema coupon) {
    StreamSchema before = PLAN.stream("purchased");
    List<FieldSchema> fields = new ArrayList<>(before.fields());
    fields.add(coupon);
    StreamSchema after =
        new StreamSchema(
            before.name(),
            fields,
            before.id(),
            before.eventTime(),
            before.knownAt(),
            before.lateness());
    Expression last =
        new Expression.Aggregation(
            new History(
                before.name(),
                List.of(
                    new History.KeyMatch(
                        new Expression.Field("customer"), new Expression.Field("customer"))),
                Expression.Literal.of(true)),
            new Aggregate.Last(new Expression.Field("coupon")),
            new Window.Ever());
    return Plan.of(
        "coupons",
        1,
        PLAN.askStream(),
        List.of(after),
        Duration.ZERO,
        List.of(new Feature("coupon", last)),
        List.of());
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    Visits visits = Visits.random(6);
    EventSource source;
    try (var events = EventImport.into(store, "shop")) {
      events.importStream(Visits.VISITED, visits.visits().stream());
      events.importStream(
          new StreamSchema(
              "purchased",
              Visits.RETURNED.schema().fields(),
              "visitId",
              "at",
              "seenAt",
              Duration.ofDays(1)),
          sink -> {});
      source = events.commit();
    }

    assertThatThrownBy(
            () ->
                Backfill.of(
                    store,
                    PLAN,
                    source,
                    Instant.parse("2030-01-01T00:00:00Z"),
                    Instant.parse("2031-01-01T00:00:00Z")))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("has no stream 'returned'")
        .hasMessageContaining("no field 'purchaseId'")
        .hasMessageContaining("has id 'visitId'; expected 'purchaseId'")
        .hasMessageContaining("2030-01-01T00:00:00Z to 2031-01-01T00:00:00Z");
  }

  /// The rows that the oracle makes of the source's events.
  private List<ArrayRow> expected(EventSource source) {
    List<List<ArrayRow>> events =
        PLAN.streams().stream().map(stream -> events(source, stream)).toList();
    Interpreter interpreter = Interpreter.of(PLAN, events);
    StreamSchema asks = PLAN.askStream();
    List<ArrayRow> expected = new ArrayList<>();
    List<@Nullable Object> seen = new ArrayList<>();
    for (ArrayRow ask : events(source, asks)) {
      @Nullable Object id = ask.valueAt(asks.indexOf(asks.id()));
      if (admission(asks, ask) == Admission.ACCEPTED && !seen.contains(id)) {
        seen.add(id);
        expected.add(
            concatenated(
                ArrayRow.of(id, ask.valueAt(asks.indexOf(asks.knownAt()))),
                interpreter.features(ask),
                interpreter.labels(ask)));
      }
    }
    return expected;
  }

  private long refused(EventSource source) {
    return PLAN.streams().stream()
        .mapToLong(
            stream ->
                events(source, stream).stream()
                    .filter(event -> Refusals.isRefused(admission(stream, event)))
                    .filter(event -> isInRange(source, event.longAt(stream.indexOf("seenAt"))))
                    .count())
        .sum();
  }

  private static boolean isInRange(EventSource source, long knownAt) {
    var asks = source.manifest().find("visited").orElseThrow();
    return knownAt >= Micros.of(Objects.requireNonNull(asks.firstKnownAt()))
        && knownAt <= Micros.of(Objects.requireNonNull(asks.lastKnownAt()));
  }

  private static Admission admission(StreamSchema stream, ArrayRow row) {
    return Admission.ofTimes(
        row.longAt(stream.indexOf(stream.eventTime())),
        row.longAt(stream.indexOf(stream.knownAt())),
        stream.lateness().toNanos() / 1000);
  }

  private static List<ArrayRow> events(EventSource source, StreamSchema stream) {
    try (Rows rows = source.read(stream.name(), stream.fieldNames(), InstantRange.ALL)) {
      return all(rows, stream.fields().size());
    }
  }

  private static List<ArrayRow> rows(Dataset dataset, InstantRange range) {
    DatasetManifest manifest = dataset.manifest();
    List<String> names = manifest.columns().stream().map(DatasetColumn::name).toList();
    try (Rows rows = dataset.read(names, range)) {
      return all(rows, names.size());
    }
  }

  private static List<ArrayRow> all(Rows rows, int columns) {
    List<ArrayRow> all = new ArrayList<>();
    while (rows.next()) {
      all.add(ArrayRow.of(IntStream.range(0, columns).mapToObj(rows::valueAt).toArray()));
    }
    return all;
  }

  private static ArrayRow concatenated(ArrayRow... parts) {
    List<@Nullable Object> values = new ArrayList<>();
    for (ArrayRow part : parts) {
      IntStream.range(0, part.size()).forEach(i -> values.add(part.valueAt(i)));
    }
    return ArrayRow.of(values.toArray());
  }
}
