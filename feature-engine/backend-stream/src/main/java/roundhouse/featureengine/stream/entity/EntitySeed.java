package roundhouse.featureengine.stream.entity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Bytes;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.language.state.EntityState;

/// Writes emitted entities as the rows that an [EntityStore] would have. Each is read by a fold on
/// its way, so that state that cannot be read is refused before anything runs.
public final class EntitySeed {
  private static final int MOST_POOLED = 1 << 17;

  private final Program program;
  private final Map<Integer, EntityKind> kinds = new HashMap<>();
  private final String stateVersion;
  private final long knownBefore;
  private final int partitions;
  private final Rows rows;
  private final Positions positions = new Positions();
  private final Map<Integer, EntityFold> folds = new HashMap<>();
  private final Map<Integer, ShortSections> shortSections = new HashMap<>();
  private final ByteWriter bytes = new ByteWriter();
  private ValuePool pool = new ValuePool();

  /// Writes to these rows.
  ///
  /// @param knownBefore the state holds what was known before this instant, in microseconds
  /// @param partitions of the re-keyed topic
  public EntitySeed(
      Program program, List<EntityKind> kinds, long knownBefore, int partitions, Rows rows) {
    this.program = program;
    for (EntityKind kind : kinds) {
      this.kinds.put(kind.index(), kind);
      shortSections.put(kind.index(), ShortSections.of(program.newFold(kind.index(), pool)));
    }
    stateVersion = EntityRows.stateVersion(kinds);
    this.knownBefore = knownBefore;
    this.partitions = partitions;
    this.rows = rows;
  }

  /// Where rows go.
  public interface Rows {
    void put(int partition, byte[] key, byte[] value);
  }

  /// Notes that everything up to that offset is in the state.
  public void position(int stream, int partition, long offset) {
    positions.put(stream, partition, offset);
  }

  /// Writes what is true of all entities; after every position was noted.
  public void writePartitions() {
    byte[] row =
        new EntityRows.Partition(stateVersion, knownBefore, knownBefore, knownBefore, positions)
            .toBytes(bytes);
    for (int partition = 0; partition < partitions; partition++) {
      rows.put(partition, EntityRows.PARTITION.get(), row);
    }
  }

  /// Writes an entity; one of a kind that is not kept is passed over.
  public void write(EntityState entity) {
    if (!kinds.containsKey(entity.kind())) {
      return;
    }
    byte[] recordKey = EntityRecord.key(entity.kind(), entity.key().array(), bytes);
    // Where the producer of re-keyed records sends this key.
    int partition = BuiltInPartitioner.partitionForKey(recordKey, partitions);
    EntityFold fold = fold(entity.kind());
    ShortSections sections = Objects.requireNonNull(shortSections.get(entity.kind()));
    sections.clear();
    entity.readInto(fold);
    fold.write(sections);
    if (!sections.fits()) {
      cut(entity, recordKey, partition);
    }
    EntityRows.Entity first =
        new EntityRows.Entity(
            knownBefore,
            fold.emptyAfter(),
            new Positions(),
            new AppliedAsks(),
            sections.fits() ? sections.toBytes() : null);
    rows.put(partition, recordKey, first.toBytes(bytes));
  }

  private void cut(EntityState entity, byte[] recordKey, int partition) {
    for (EntityState.Section section : entity.sections()) {
      var _ =
          SectionRows.cut(
              Bytes.wrap(recordKey),
              section.id(),
              section.content().array(),
              (key, chunk) -> rows.put(partition, key.get(), chunk));
    }
  }

  private EntityFold fold(int kind) {
    if (pool.size() > MOST_POOLED) {
      pool = new ValuePool();
      folds.clear();
    }
    EntityFold fold = folds.computeIfAbsent(kind, index -> program.newFold(index, pool));
    fold.clear();
    return fold;
  }
}
