package roundhouse.featureengine.stream.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.state.EntityState;
import roundhouse.featureengine.stream.event.EventId;
import roundhouse.featureengine.stream.intake.IdBlock.SeenId;

/// Writes what a backfill remembers of a stream as the rows that an [IntakeStore] would have. Ids
/// are unique within a stream, so each source partition may be given all of them.
public final class IntakeSeed {
  private static final int BLOCK_IDS = 512;

  private final boolean isLong;
  private final List<SeenId> seen = new ArrayList<>();
  private final ByteWriter bytes = new ByteWriter();

  public IntakeSeed(StreamSchema schema) {
    isLong = schema.find(schema.id()).orElseThrow().type().equals(ValueType.LONG);
  }

  /// Notes an id: the state's key, with the instant at which its event became known.
  public void add(EntityState state) {
    ByteReader key = new ByteReader(state.key().array());
    EventId id = isLong ? new EventId.OfLong(key.readLong()) : new EventId.OfText(key.readText());
    key.end();
    ByteReader time = new ByteReader(state.sections().getFirst().content().array());
    seen.add(new SeenId(id, time.readFixed()));
  }

  /// Writes the rows of one source partition.
  ///
  /// @param knownThrough its running maximum of knownAt, in microseconds
  public void write(long knownThrough, BiConsumer<byte[], byte[]> rows) {
    rows.accept(IntakeRows.PARTITION.get(), IntakeRows.partition(knownThrough, bytes));
    seen.sort(Comparator.comparingLong(SeenId::knownAt));
    for (int start = 0; start < seen.size(); start += BLOCK_IDS) {
      IdBlock block = new IdBlock(start / BLOCK_IDS);
      seen.subList(start, Math.min(seen.size(), start + BLOCK_IDS))
          .forEach(each -> block.add(each.id(), each.knownAt()));
      rows.accept(IntakeRows.block(block.number()).get(), block.toBytes(bytes));
    }
  }
}
