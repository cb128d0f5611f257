package roundhouse.featureengine.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.RecentIds;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.WordCodec;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.EventMapper;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.language.state.Bytes;
import roundhouse.featureengine.language.state.EntityState;
import roundhouse.featureengine.language.state.StateFileReader;
import roundhouse.featureengine.language.state.StateManifest;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

class StateExportTest {
  private static final Plan PLAN = Visits.RETURNING.plan();
  private static final Program PROGRAM = Program.of(PLAN);
  private static final Instant KNOWN_BEFORE = Instant.parse("2024-02-17T00:00:00Z");

  @TempDir Path folder;

  private final ValuePool pool = new ValuePool();
  private ObjectStore store;
  private EventSource source;

  @BeforeEach
  void importEvents() {
    store = ObjectStores.onDisk(folder);
    source = Visits.random(3).importInto(store, "shop");
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void entitiesGoOnFromTheStateAsFromTheBeginning() throws IOException {
    StateManifest manifest = run(StateExport.of(store, PLAN, source, KNOWN_BEFORE));
    Map<Entity, EntityFold> seeded = readFolds(manifest);
    Map<Entity, EntityFold> plain = new HashMap<>();
    for (Applied event : events(new InstantRange(Long.MIN_VALUE, before()))) {
      apply(event, plain);
    }

    assertThat(seeded).hasSizeGreaterThan(3);
    assertAnswersAreEqual(seeded, plain);
    for (Applied event : events(new InstantRange(before(), Long.MAX_VALUE))) {
      apply(event, seeded);
      apply(event, plain);
    }
    assertAnswersAreEqual(seeded, plain);
  }

  @Test
  void anEqualRequestFindsTheState() {
    StateManifest first = run(StateExport.of(store, PLAN, source, KNOWN_BEFORE));
    List<ObjectKey> keys = store.list(ObjectKey.of("states"));

    assertThat(run(StateExport.of(store, PLAN, source, KNOWN_BEFORE))).isEqualTo(first);
    assertThat(store.list(ObjectKey.of("states"))).isEqualTo(keys);
    assertThat(first.planHash()).isEqualTo(PLAN.hash());
    assertThat(first.positions())
        .extracting(StateManifest.Position::stream)
        .containsExactlyInAnyOrder("visited", "purchased");
  }

  @Test
  void aStreamThatOnlyLabelsReadIsNeitherNeededNorLookedAt() {
    try (EventImport events = EventImport.into(store, "without-labels")) {
      Visits visits = Visits.random(3);
      events.importStream(Visits.VISITED, visits.visits().stream());
      events.importStream(Visits.PURCHASED, visits.purchases().stream());
      EventSource without = events.commit(source.manifest().completeThrough());

      StateManifest state = run(StateExport.of(store, PLAN, without, KNOWN_BEFORE));
      StateManifest withThem = run(StateExport.of(store, PLAN, source, KNOWN_BEFORE));
      assertThat(contents(state.entities())).isEqualTo(contents(withThem.entities())).isNotEmpty();
      assertThat(contents(state.seenIds())).isEqualTo(contents(withThem.seenIds())).isNotEmpty();
      assertThat(state.positions()).isEqualTo(withThem.positions());
    }
  }

  private static StateManifest run(StateExport export) {
    return export.run(EngineOptions.ofMachine(), PartitionListener.NONE);
  }

  private static List<String> contents(List<StateManifest.StateFile> files) {
    return files.stream().map(StateManifest.StateFile::sha256).sorted().toList();
  }

  @Test
  void aSourceThatEndsBeforeTheInstantIsRefused() {
    assertThatThrownBy(
            () -> StateExport.of(store, PLAN, source, Instant.parse("2030-01-01T00:00:00Z")))
        .isInstanceOf(IncompleteSourceException.class)
        .hasMessageContaining("State of 'returning@2'")
        .hasMessageContaining("import what is missing");
  }

  @Test
  void aStreamOfFeaturesThatTheSourceLacksIsNamed() {
    try (EventImport events = EventImport.into(store, "visits")) {
      events.importStream(Visits.VISITED, Stream.empty());
      EventSource visits = events.commit();
      assertThatThrownBy(() -> StateExport.ofAll(store, PLAN, visits))
          .isInstanceOf(InvalidDefinitionException.class)
          .hasMessageContaining("State of 'returning@2' over source 'visits'")
          .hasMessageContaining("has no stream 'purchased'")
          .hasMessageContaining("import the stream");
    }
  }

  private static long before() {
    return Micros.of(KNOWN_BEFORE);
  }

  private record Entity(int kind, Bytes key) {}

  private Map<Entity, EntityFold> readFolds(StateManifest manifest) throws IOException {
    Map<Entity, EntityFold> folds = new HashMap<>();
    for (StateManifest.StateFile file : manifest.entities()) {
      byte[] bytes = store.read(ObjectKey.of(file.file()));
      try (StateFileReader reader = new StateFileReader(new ByteArrayInputStream(bytes))) {
        for (Optional<EntityState> next = reader.next(); next.isPresent(); next = reader.next()) {
          EntityState state = next.get();
          EntityFold fold = PROGRAM.newFold(state.kind(), pool);
          state.readInto(fold);
          folds.put(new Entity(state.kind(), state.key()), fold);
        }
      }
    }
    return folds;
  }

  /// Every record of an accepted event, in the order in which the events became known.
  private List<Applied> events(InstantRange range) {
    List<Applied> all = new ArrayList<>();
    for (int stream = 0; stream < PLAN.streams().size(); stream++) {
      StreamSchema schema = PLAN.streams().get(stream);
      EventMapper mapper = PROGRAM.newEventMapper(stream, pool);
      RecentIds recent = new RecentIds(schema.lateness());
      int id = schema.indexOf(schema.id());
      try (Rows rows = source.read(schema.name(), schema.fieldNames(), InstantRange.ALL)) {
        while (rows.next()) {
          long knownAt = mapper.knownAt(rows);
          Object key = Objects.requireNonNull(rows.valueAt(id));
          if (mapper.admit(rows) == Admission.ACCEPTED
              && recent.add(key, knownAt)
              && range.contains(knownAt)) {
            int records = mapper.map(rows, knownAt);
            for (int record = 0; record < records; record++) {
              all.add(Applied.of(mapper, record, knownAt));
            }
          }
        }
      }
    }
    all.sort(Comparator.comparingLong(applied -> applied.knownAt));
    return all;
  }

  private void apply(Applied event, Map<Entity, EntityFold> folds) {
    EntityKind kind = PROGRAM.entities().get(event.kind);
    if (kind.label().isEmpty()) {
      ByteWriter key = new ByteWriter();
      WordCodec.of(kind.keys(), pool).write(event.words, 0, key);
      folds
          .computeIfAbsent(
              new Entity(event.kind, Bytes.of(key.toBytes())),
              _ -> PROGRAM.newFold(event.kind, pool))
          .apply(event.feed, event.words, 0);
    }
  }

  /// An entity that has no state is one without events.
  private void assertAnswersAreEqual(
      Map<Entity, EntityFold> actual, Map<Entity, EntityFold> expected) {
    assertThat(expected.keySet()).containsAll(actual.keySet());
    expected.forEach(
        (entity, fold) -> {
          EntityFold other = actual.getOrDefault(entity, PROGRAM.newFold(entity.kind(), pool));
          for (int hour = 0; hour < 24 * 30; hour += 5) {
            long instant = before() + hour * 3_600_000_000L;
            assertThat(answer(other, entity, instant)).isEqualTo(answer(fold, entity, instant));
          }
        });
  }

  private static long[] answer(EntityFold fold, Entity entity, long instant) {
    long[] outputs = new long[PROGRAM.entities().get(entity.kind()).outputs().width()];
    fold.answer(instant, outputs, 0);
    return outputs;
  }

  /// A record of an event.
  private static final class Applied {
    private final long knownAt;
    private final int kind;
    private final int feed;
    private final long[] words;

    private Applied(long knownAt, int kind, int feed, long[] words) {
      this.knownAt = knownAt;
      this.kind = kind;
      this.feed = feed;
      this.words = words;
    }

    static Applied of(EventMapper mapper, int record, long knownAt) {
      EntityKind kind = PROGRAM.entities().get(mapper.entity(record));
      int feed = mapper.feed(record);
      int width = kind.feeds().get(feed).layout().width();
      long[] words = new long[width];
      System.arraycopy(mapper.words(), mapper.at(record), words, 0, width);
      return new Applied(knownAt, kind.index(), feed, words);
    }
  }
}
