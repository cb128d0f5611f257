package roundhouse.featureengine.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.conformance.Scenario.Placed;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.WordCodec;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.program.AskMapper;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.EventMapper;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.language.state.Bytes;

/// A scenario's events as records of the entities that they are about, in the order of the log:
/// what a backend has to bring to an entity's fold, worked out in the plainest way.
final class EntityLog {
  /// One entity.
  ///
  /// @param kind its place among the program's entity kinds
  /// @param key the portable form of its key, in hexadecimal digits
  record Entity(int kind, Bytes key) {}

  /// What an event is to an entity.
  static final class EntityRecord {
    private final int feed;
    private final long[] words;
    private final Placed event;

    private EntityRecord(int feed, long[] words, Placed event) {
      this.feed = feed;
      this.words = words;
      this.event = event;
    }

    void applyTo(EntityFold fold) {
      fold.apply(feed, words, 0);
    }

    Placed event() {
      return event;
    }
  }

  private final Program program;
  private final ValuePool pool;
  private final AskMapper asks;
  private final Map<Entity, List<EntityRecord>> records = new HashMap<>();
  private final Map<Copy, Long> seen = new HashMap<>();
  private final Map<Integer, Integer> liveRecords = new HashMap<>();

  private record Copy(String stream, int partition, @Nullable Object id) {}

  EntityLog(Scenario scenario, Program program, ValuePool pool) {
    this.program = program;
    this.pool = pool;
    asks = program.newAskMapper(pool);
    List<StreamSchema> streams = program.plan().streams();
    List<EventMapper> mappers = new ArrayList<>();
    for (int stream = 0; stream < streams.size(); stream++) {
      mappers.add(program.newEventMapper(stream, pool));
    }
    for (Placed event : scenario.placed()) {
      for (int stream = 0; stream < streams.size(); stream++) {
        if (event.logged().stream().equals(streams.get(stream).name())) {
          add(streams.get(stream), mappers.get(stream), event);
        }
      }
    }
  }

  private void add(StreamSchema schema, EventMapper mapper, Placed event) {
    if (!Scenario.isInTime(schema, event.logged()) || isCopy(schema, event)) {
      return;
    }
    ArrayRow row = event.logged().row(schema);
    int count = mapper.map(row, event.visibleFrom());
    for (int record = 0; record < count; record++) {
      EntityKind kind = program.entities().get(mapper.entity(record));
      int at = mapper.at(record);
      int width = kind.feeds().get(mapper.feed(record)).layout().width();
      long[] words = Arrays.copyOfRange(mapper.words(), at, at + width);
      liveRecords.merge(event.place(), kind.label().isEmpty() ? 1 : 0, Integer::sum);
      records
          .computeIfAbsent(entity(kind, words), _ -> new ArrayList<>())
          .add(new EntityRecord(mapper.feed(record), words, event));
    }
  }

  private boolean isCopy(StreamSchema schema, Placed event) {
    Object id = event.logged().fields().get(schema.id());
    Copy copy = new Copy(schema.name(), event.logged().partition(), id);
    Long original = seen.get(copy);
    if (original != null && event.visibleFrom() - original <= Scenario.lateness(schema)) {
      return true;
    }
    seen.put(copy, event.visibleFrom());
    return false;
  }

  private Entity entity(EntityKind kind, long[] words) {
    ByteWriter bytes = new ByteWriter();
    WordCodec.of(kind.keys(), pool).write(words, 0, bytes);
    return new Entity(kind.index(), Bytes.of(bytes.toBytes()));
  }

  /// The entity of a kind that an ask is about, if it is about one.
  Optional<Entity> entity(int kind, ArrayRow ask) {
    EntityKind entityKind = program.entities().get(kind);
    long[] key = new long[entityKind.keys().size()];
    return asks.key(kind, ask, key, 0) ? Optional.of(entity(entityKind, key)) : Optional.empty();
  }

  AskMapper asks() {
    return asks;
  }

  /// How many entities an event is applied to, those that labels are about left out.
  int liveRecords(Placed event) {
    return liveRecords.getOrDefault(event.place(), 0);
  }

  /// An entity's records, in the order of the log.
  List<EntityRecord> records(Entity entity) {
    return records.getOrDefault(entity, List.of());
  }
}
