package roundhouse.featureengine.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.WordCodec;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.interpreter.SourceEvent;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.EventMapper;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.language.state.Bytes;
import roundhouse.featureengine.language.state.EntityState;
import roundhouse.featureengine.language.state.EntityState.Section;
import roundhouse.featureengine.language.state.StateFileWriter;
import roundhouse.featureengine.language.state.StateManifest;
import roundhouse.featureengine.language.state.StateManifest.Position;
import roundhouse.featureengine.language.state.StateManifest.StateFile;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Emits the state that a backfill of a log would, folded in this process in the plainest way:
/// everything known before an instant, and nothing else.
final class Backfilled {
  private final Program program;
  private final ValuePool pool = new ValuePool();
  private final Map<Entity, EntityFold> folds = new HashMap<>();
  private final List<EntityState> ids = new ArrayList<>();
  private final List<Position> positions = new ArrayList<>();
  private final List<Applied> applied = new ArrayList<>();

  private Backfilled(Program program) {
    this.program = program;
  }

  private record Entity(int kind, Bytes key) {}

  private record Applied(long knownAt, Runnable apply) {}

  /// Puts the state of what was known before that instant in every topic, in microseconds.
  static StateManifest emit(
      LiveShop shop,
      List<List<SourceEvent>> events,
      long knownBefore,
      ObjectStore store,
      Path scratch)
      throws IOException {
    Backfilled backfilled = new Backfilled(shop.program);
    for (int stream = 0; stream < events.size(); stream++) {
      for (int partition = 0; partition < LiveShop.PARTITIONS; partition++) {
        backfilled.read(shop, stream, partition, events.get(stream), knownBefore);
      }
    }
    backfilled.applied.sort(Comparator.comparingLong(Applied::knownAt));
    backfilled.applied.forEach(each -> each.apply().run());
    return new StateManifest(
        StateManifest.FORMAT,
        shop.plan.hash(),
        Micros.instant(knownBefore),
        backfilled.positions,
        List.of(put(store, scratch.resolve("entities.state"), backfilled.entities())),
        List.of(put(store, scratch.resolve("ids.state"), backfilled.ids)));
  }

  private void read(
      LiveShop shop, int stream, int partition, List<SourceEvent> events, long knownBefore) {
    StreamSchema schema = program.plan().streams().get(stream);
    EventMapper mapper = program.newEventMapper(stream, pool);
    Set<Object> seen = new HashSet<>();
    long raised = Long.MIN_VALUE;
    long next = 0;
    for (SourceEvent event : events) {
      if (event.partition() != partition) {
        continue;
      }
      long knownAt = Math.max(raised, mapper.knownAt(event.row()));
      if (knownAt >= knownBefore) {
        break;
      }
      raised = knownAt;
      next = event.offset() + 1;
      Object id =
          schema.fields().get(schema.indexOf(schema.id())).type().text().equals("long")
              ? event.row().longAt(schema.indexOf(schema.id()))
              : event.row().stringAt(schema.indexOf(schema.id()));
      // Ids of the shop are never used again.
      if (mapper.admit(event.row()) == Admission.ACCEPTED && seen.add(id)) {
        ids.add(seenId(stream, id, knownAt));
        map(mapper, event, knownAt);
      }
    }
    positions.add(
        new Position(
            schema.name(),
            shop.topicOf(schema.name()),
            partition,
            next,
            raised == Long.MIN_VALUE ? null : Micros.instant(raised)));
  }

  private void map(EventMapper mapper, SourceEvent event, long knownAt) {
    int records = mapper.map(event.row(), knownAt);
    for (int i = 0; i < records; i++) {
      EntityKind kind = program.entities().get(mapper.entity(i));
      int feed = mapper.feed(i);
      int at = mapper.at(i);
      ByteWriter key = new ByteWriter();
      WordCodec.of(kind.keys(), pool).write(mapper.words(), at, key);
      long[] words =
          Arrays.copyOfRange(mapper.words(), at, at + kind.feeds().get(feed).layout().width());
      Entity entity = new Entity(kind.index(), Bytes.of(key.toBytes()));
      applied.add(
          new Applied(
              knownAt,
              () ->
                  folds
                      .computeIfAbsent(entity, _ -> program.newFold(kind.index(), pool))
                      .apply(feed, words, 0)));
    }
  }

  private static EntityState seenId(int stream, Object id, long knownAt) {
    ByteWriter key = new ByteWriter();
    if (id instanceof Long number) {
      key.putLong(number);
    } else {
      key.putText(Objects.toString(id));
    }
    ByteWriter time = new ByteWriter();
    time.putFixed(knownAt);
    return new EntityState(
        stream, Bytes.of(key.toBytes()), List.of(new Section(0, Bytes.of(time.toBytes()))));
  }

  private List<EntityState> entities() {
    return folds.entrySet().stream()
        .map(each -> EntityState.of(each.getKey().kind(), each.getKey().key(), each.getValue()))
        .toList();
  }

  private static StateFile put(ObjectStore store, Path file, List<EntityState> states)
      throws IOException {
    try (StateFileWriter writer = new StateFileWriter(Files.newOutputStream(file))) {
      for (EntityState state : states) {
        writer.write(state);
      }
    }
    ObjectKey key = ObjectKey.of("states/shop/" + file.getFileName());
    store.putOnce(key, file);
    return new StateFile(key.value(), Files.size(file), Digests.sha256Hex(file), states.size());
  }
}
