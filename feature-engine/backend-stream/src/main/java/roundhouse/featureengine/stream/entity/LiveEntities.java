package roundhouse.featureengine.stream.entity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.WordCodec;
import roundhouse.featureengine.kernel.fold.HistoriesFold;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.EntityKind.Feed;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.stream.event.EventId;

/// The entities of one partition: a bounded number of them as folds in memory, all of them in a
/// store's rows. Changes stay in memory until [#flush], or until the entity must make room.
///
/// Not safe for use by several threads at once.
final class LiveEntities {
  private static final int MOST_POOLED = 1 << 18;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Program program;
  private final List<EntityKind> kinds;
  private final String stateVersion;
  private final long askLateness;
  private final int mostLive;
  private final KeyValueStore<Bytes, byte[]> rows;
  private final RowBatch changes;
  private final ByteWriter bytes = new ByteWriter();
  private final LinkedHashMap<Bytes, Live> live = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Live> changed = new ArrayList<>();
  private Words words;
  private Words askWords;
  private Positions seeded = new Positions();
  private long knownAt = Long.MIN_VALUE;
  private long swept = Long.MIN_VALUE;
  private long seededBefore = Long.MIN_VALUE;
  private @Nullable Bytes sweepFrom;

  /// Opens what the rows hold.
  ///
  /// @throws UnreadableStateException if they were not written by this program
  LiveEntities(
      Program program, List<EntityKind> kinds, int mostLive, KeyValueStore<Bytes, byte[]> rows) {
    this.program = program;
    this.kinds = List.copyOf(kinds);
    askLateness = Micros.of(program.plan().askStream().lateness());
    this.mostLive = mostLive;
    this.rows = rows;
    changes = new RowBatch(rows);
    stateVersion = EntityRows.stateVersion(kinds);
    words = new Words(program, kinds);
    askWords = new Words(program, kinds);
    byte[] partition = rows.get(EntityRows.PARTITION);
    if (partition != null) {
      open(EntityRows.Partition.of(partition));
    }
  }

  private void open(EntityRows.Partition partition) {
    if (!partition.stateVersion().equals(stateVersion)) {
      throw new UnreadableStateException(
          "it is of state version '%s', and this program's is '%s'"
              .formatted(partition.stateVersion(), stateVersion));
    }
    knownAt = partition.knownAt();
    swept = partition.swept();
    seededBefore = partition.seededBefore();
    seeded = partition.positions();
  }

  /// Applies a record to its entity.
  void apply(byte[] recordKey, byte[] value) {
    Live entity = find(Bytes.wrap(recordKey)).orElseGet(() -> create(Bytes.wrap(recordKey)));
    ByteReader reader = new ByteReader(value);
    int feed = (int) reader.readLong();
    int partition = (int) reader.readLong();
    long offset = reader.readLong();
    Feed fed = entity.kind.feeds().get(feed);
    EventId askId = words.of(entity.kind).isOfAsks[feed] ? EventId.read(reader) : null;
    long[] record = words.readRecord(entity.kind, fed, recordKey, reader);
    // Partitions of a source may be apart in time; a fold is told an order that never goes back.
    int knownAtAt = fed.layout().knownAtAt();
    entity.knownAt = Math.max(entity.knownAt, record[knownAtAt]);
    record[knownAtAt] = entity.knownAt;
    knownAt = Math.max(knownAt, entity.knownAt);
    entity.fold.apply(feed, record, 0);
    if (askId != null) {
      entity.asks.add(askId, record[fed.layout().timeAt()], askedSince(entity));
    }
    entity.positions.put(fed.stream(), partition, offset);
    noteChange(entity);
  }

  private void noteChange(Live entity) {
    if (!entity.isChanged) {
      entity.isChanged = true;
      changed.add(entity);
    }
  }

  /// Says what the entity answers, with its positions, or why it does not. Changes nothing: an
  /// entity that is not in memory is read for this ask alone.
  EntityStore.Reply answer(int kind, byte[] key, EventId askId, long askTime) {
    Bytes recordKey = Bytes.wrap(EntityRecord.key(kind, key, bytes));
    Live known = live.get(recordKey);
    Words source = known == null ? wordsForAsks() : words;
    Live entity = known == null ? load(recordKey, source) : known;
    EntityStore.Reply reply =
        refusal(kind(recordKey), entity, askId, askTime)
            .<EntityStore.Reply>map(refusal -> refusal)
            .orElseGet(() -> answer(kind(recordKey), entity, source, askTime));
    if (entity != null && known == null) {
      source.release(entity);
    }
    return reply;
  }

  private Optional<EntityStore.Refusal> refusal(
      EntityKind kind, @Nullable Live entity, EventId askId, long askTime) {
    if (entity != null && entity.asks.holds(askId, askedSince(entity))) {
      return Optional.of(EntityStore.Refusal.APPLIED);
    }
    if (askTime < seededBefore
        && kind.feeds().stream().anyMatch(feed -> EntityRecord.isOfAsks(program, feed))) {
      return Optional.of(EntityStore.Refusal.PERHAPS_APPLIED);
    }
    boolean isBehind =
        askTime < HistoriesFold.expired(entity == null ? swept : entity.knownAt, askLateness);
    return isBehind ? Optional.of(EntityStore.Refusal.BEHIND) : Optional.empty();
  }

  /// The earliest time of an ask that may still be asked of the entity, in microseconds.
  private long askedSince(Live entity) {
    return HistoriesFold.expired(entity.knownAt, askLateness);
  }

  private EntityStore.Answered answer(
      EntityKind kind, @Nullable Live entity, Words source, long askTime) {
    long[] outputs = new long[program.outputWords()];
    Positions positions = new Positions();
    positions.putAll(seeded);
    if (entity == null) {
      program.nothing(kind.index(), outputs, 0);
    } else {
      entity.fold.answer(askTime, outputs, 0);
      positions.putAll(entity.positions);
    }
    bytes.clear();
    source.of(kind).outputs.write(outputs, 0, bytes);
    return new EntityStore.Answered(
        BASE64.encodeToString(bytes.toBytes()), positions.toList(), knownAt);
  }

  private Words wordsForAsks() {
    if (askWords.pool.size() > MOST_POOLED) {
      askWords = new Words(program, kinds);
    }
    return askWords;
  }

  /// How many different strings and lists are held for the entities in memory.
  int pooled() {
    return words.pool.size();
  }

  /// Drops what is in memory beyond its bounds; called between records.
  void trim() {
    if (words.pool.size() > MOST_POOLED) {
      flush();
      live.clear();
      words = new Words(program, kinds);
    }
    while (live.size() > mostLive) {
      Live eldest = live.firstEntry().getValue();
      if (eldest.isChanged) {
        flush();
      } else {
        live.pollFirstEntry();
        words.release(eldest);
      }
    }
  }

  /// Writes every change to the rows.
  void flush() {
    if (changed.isEmpty()) {
      return;
    }
    changed.forEach(this::write);
    changed.clear();
    changes.put(
        EntityRows.PARTITION,
        new EntityRows.Partition(stateVersion, knownAt, swept, seededBefore, seeded)
            .toBytes(bytes));
    changes.write();
  }

  private void write(Live entity) {
    entity.isChanged = false;
    writeBlocks(entity);
    if (entity.fold.isEmpty() && entity.asks.isEmpty()) {
      delete(entity);
      return;
    }
    Bytes sections = writeSections(entity);
    changes.put(
        entity.recordKey,
        new EntityRows.Entity(
                entity.knownAt, entity.fold.emptyAfter(), entity.positions, entity.asks, sections)
            .toBytes(bytes));
  }

  private void writeBlocks(Live entity) {
    if (!entity.asks.hasFilled()) {
      return;
    }
    entity.asks.writeFull(
        new AppliedAsks.Rows() {
          @Override
          public void put(long block, byte[] ids) {
            changes.put(EntityRows.block(entity.recordKey, block), ids);
          }

          @Override
          public void delete(long block) {
            changes.delete(EntityRows.block(entity.recordKey, block));
          }
        });
  }

  /// The sections for the first row; null once they have grown into rows of their own, where they
  /// stay.
  private @Nullable Bytes writeSections(Live entity) {
    if (entity.sections == null) {
      ShortSections sections = words.of(entity.kind).sections;
      sections.clear();
      entity.fold.write(sections);
      if (sections.fits()) {
        return sections.toBytes();
      }
      entity.sections = new SectionRows(entity.recordKey, rows, changes);
    }
    entity.fold.writeChanges(entity.sections);
    return null;
  }

  private void delete(Live entity) {
    swept = Math.max(swept, entity.knownAt);
    List<Bytes> keys = new ArrayList<>();
    if (entity.sections == null) {
      keys.add(entity.recordKey);
    } else {
      try (var all = rows.prefixScan(entity.recordKey, new BytesSerializer())) {
        all.forEachRemaining(row -> keys.add(row.key));
      }
    }
    keys.forEach(changes::delete);
    if (live.remove(entity.recordKey, entity)) {
      words.release(entity);
    }
  }

  /// Looks at some more rows, and forgets entities of which nothing matters any more; the next
  /// [#flush] deletes them. Goes round through all of them, call by call.
  ///
  /// @param most rows to look at
  void sweep(int most) {
    List<Bytes> old = new ArrayList<>();
    Bytes next = null;
    try (KeyValueIterator<Bytes, byte[]> all = rows.range(sweepFrom, null)) {
      for (int i = 0; i < most && all.hasNext(); i++) {
        KeyValue<Bytes, byte[]> row = all.next();
        if (isOld(row)) {
          old.add(row.key);
        }
      }
      if (all.hasNext()) {
        next = all.peekNextKey();
      }
    }
    sweepFrom = next;
    old.forEach(this::expire);
    trim();
  }

  private boolean isOld(KeyValue<Bytes, byte[]> row) {
    return !row.key.equals(EntityRows.PARTITION)
        && EntityRecord.isWhole(row.key.get())
        && EntityRows.Entity.emptyAfter(row.value) <= knownAt;
  }

  /// Its row may be older than what is in memory.
  private void expire(Bytes recordKey) {
    find(recordKey)
        .filter(entity -> entity.fold.emptyAfter() <= knownAt)
        .ifPresent(
            entity -> {
              entity.knownAt = knownAt;
              entity.fold.expire(knownAt);
              entity.asks.forgetBefore(askedSince(entity));
              noteChange(entity);
            });
  }

  private Optional<Live> find(Bytes recordKey) {
    Live known = live.get(recordKey);
    if (known != null) {
      return Optional.of(known);
    }
    Live loaded = load(recordKey, words);
    if (loaded != null) {
      live.put(recordKey, loaded);
    }
    return Optional.ofNullable(loaded);
  }

  private Live create(Bytes recordKey) {
    EntityKind kind = kind(recordKey);
    Live entity = new Live(recordKey, kind, words.fold(kind), new AppliedAsks());
    live.put(recordKey, entity);
    return entity;
  }

  private @Nullable Live load(Bytes recordKey, Words source) {
    byte[] first = rows.get(recordKey);
    if (first == null) {
      return null;
    }
    EntityRows.Entity row = EntityRows.Entity.of(first);
    EntityKind kind = kind(recordKey);
    Live entity = new Live(recordKey, kind, source.fold(kind), row.asks());
    entity.knownAt = row.knownAt();
    entity.positions.putAll(row.positions());
    Bytes sections = row.sections();
    if (sections == null) {
      entity.sections = new SectionRows(recordKey, rows, changes);
    } else {
      source.of(kind).sections.read(sections, entity.fold);
    }
    if (sections == null || row.asks().hasFilled()) {
      loadRows(entity);
    }
    return entity;
  }

  /// Reads what of the entity is not in its first row.
  private void loadRows(Live entity) {
    Bytes recordKey = entity.recordKey;
    SectionRows.@Nullable Reading sections =
        entity.sections == null ? null : entity.sections.new Reading(entity.fold);
    try (var all = rows.prefixScan(recordKey, new BytesSerializer())) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> next = all.next();
        if (EntityRows.isBlock(recordKey, next.key)) {
          entity.asks.readFull(EntityRows.blockOf(recordKey, next.key), next.value);
        } else if (sections != null && !next.key.equals(recordKey)) {
          sections.add(next.key, next.value);
        }
      }
    }
    if (sections != null) {
      sections.end();
    }
  }

  private EntityKind kind(Bytes recordKey) {
    int index = EntityRecord.kindOf(recordKey.get());
    return kinds.stream()
        .filter(kind -> kind.index() == index)
        .findFirst()
        .orElseThrow(
            () -> new UnreadableStateException("an entity of a kind that the program has not"));
  }

  private static final class Live {
    final Bytes recordKey;
    final EntityKind kind;
    final EntityFold fold;
    final AppliedAsks asks;
    final Positions positions = new Positions();

    /// Null for as long as all are in the first row.
    @Nullable SectionRows sections;

    long knownAt = Long.MIN_VALUE;
    boolean isChanged;

    Live(Bytes recordKey, EntityKind kind, EntityFold fold, AppliedAsks asks) {
      this.recordKey = recordKey;
      this.kind = kind;
      this.fold = fold;
      this.asks = asks;
    }
  }

  /// Everything that holds words of one pool.
  private static final class Words {
    final ValuePool pool = new ValuePool();
    private final Program program;
    private final Map<Integer, KindWords> kinds = new HashMap<>();

    Words(Program program, List<EntityKind> kinds) {
      this.program = program;
      kinds.forEach(
          kind -> {
            EntityFold empty = program.newFold(kind.index(), pool);
            this.kinds.put(kind.index(), new KindWords(program, kind, empty, pool));
          });
    }

    EntityFold fold(EntityKind kind) {
      EntityFold idle = of(kind).idle.poll();
      return idle != null ? idle : program.newFold(kind.index(), pool);
    }

    void release(Live entity) {
      entity.fold.clear();
      of(entity.kind).idle.push(entity.fold);
    }

    long[] readRecord(EntityKind kind, Feed feed, byte[] recordKey, ByteReader value) {
      KindWords codecs = of(kind);
      codecs.keys.read(new ByteReader(EntityRecord.keyOf(recordKey)), codecs.record, 0);
      codecs.feeds.get(feed.index()).read(value, codecs.record, feed.layout().keyWords());
      value.end();
      return codecs.record;
    }

    private KindWords of(EntityKind kind) {
      KindWords codecs = kinds.get(kind.index());
      if (codecs == null) {
        throw new IllegalStateException("Entity kind %d: not one of ours".formatted(kind.index()));
      }
      return codecs;
    }
  }

  private static final class KindWords {
    final WordCodec keys;
    final WordCodec outputs;
    final ShortSections sections;
    final List<WordCodec> feeds;
    final boolean[] isOfAsks;
    final long[] record;
    final ArrayDeque<EntityFold> idle = new ArrayDeque<>();

    KindWords(Program program, EntityKind kind, EntityFold empty, ValuePool pool) {
      sections = ShortSections.of(empty);
      keys = WordCodec.of(kind.keys(), pool);
      outputs = WordCodec.of(kind.outputs().kinds(), pool);
      feeds =
          kind.feeds().stream()
              .map(feed -> WordCodec.of(EntityRecord.wordsWithoutKey(feed), pool))
              .toList();
      isOfAsks = new boolean[feeds.size()];
      for (int i = 0; i < isOfAsks.length; i++) {
        isOfAsks[i] = EntityRecord.isOfAsks(program, kind.feeds().get(i));
      }
      record =
          new long[kind.feeds().stream().mapToInt(feed -> feed.layout().width()).max().orElse(0)];
    }
  }
}
