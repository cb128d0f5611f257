package roundhouse.featureengine.stream.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.stream.event.EventId;
import roundhouse.featureengine.stream.intake.IdBlock.SeenId;

/// What an intake remembers of its source partition: the running maximum of knownAt, and the ids of
/// accepted events for as long as a copy of one could still be accepted.
///
/// Ids lie in the store in blocks, some hundred to a row, for a row each would cost as much as all
/// else. In memory are their fingerprints; an id whose fingerprint is known is looked up in its
/// block. Exact: a copy is found, and nothing else is taken for one.
final class SeenEvents {
  private static final int BLOCK_IDS = 512;

  private final long lateness;
  private final KeyValueStore<Bytes, byte[]> rows;
  private final FingerprintIndex index = new FingerprintIndex();
  private final Deque<Closed> closed = new ArrayDeque<>();
  private final ByteWriter bytes = new ByteWriter();
  private IdBlock open;
  private long knownThrough = Long.MIN_VALUE;
  private boolean isChanged;

  /// Opens what the rows hold.
  ///
  /// @param lateness the stream's bound in microseconds
  SeenEvents(long lateness, KeyValueStore<Bytes, byte[]> rows) {
    this.lateness = lateness;
    this.rows = rows;
    byte[] partition = rows.get(IntakeRows.PARTITION);
    if (partition != null) {
      knownThrough = IntakeRows.knownThrough(partition);
    }
    open = new IdBlock(readBlocks());
  }

  /// Says the event's place in the order of its source partition, and remembers it.
  long raise(long knownAt) {
    if (knownAt > knownThrough) {
      knownThrough = knownAt;
      isChanged = true;
    }
    return knownThrough;
  }

  /// Notes the id of an event that is in time, and says whether it is the first of that id.
  ///
  /// @param knownAt when it became known; never less than at an earlier call
  boolean isFirst(EventId id, long knownAt) {
    long since = Math.max(knownAt, Long.MIN_VALUE + lateness) - lateness;
    forgetBefore(since);
    long fingerprint = id.fingerprint();
    if (index.anyBlock(fingerprint, block -> block(block).holds(id, since))) {
      return false;
    }
    index.add(fingerprint, open.number());
    open.add(id, knownAt);
    isChanged = true;
    if (open.size() == BLOCK_IDS) {
      close();
    }
    return true;
  }

  /// Writes every change to the rows.
  void flush() {
    if (!isChanged) {
      return;
    }
    isChanged = false;
    rows.put(IntakeRows.PARTITION, IntakeRows.partition(knownThrough, bytes));
    if (open.size() > 0) {
      rows.put(IntakeRows.block(open.number()), open.toBytes(bytes));
    }
  }

  /// How many ids are kept.
  int size() {
    return index.size();
  }

  private void close() {
    rows.put(IntakeRows.block(open.number()), open.toBytes(bytes));
    closed.add(new Closed(open.number(), open.lastKnownAt()));
    open = new IdBlock(open.number() + 1);
  }

  private void forgetBefore(long time) {
    while (!closed.isEmpty() && closed.getFirst().lastKnownAt() < time) {
      IdBlock block = block(closed.removeFirst().number());
      for (SeenId seen : block.ids()) {
        index.remove(seen.id().fingerprint(), block.number());
      }
      rows.delete(IntakeRows.block(block.number()));
    }
  }

  private IdBlock block(long number) {
    return number == open.number()
        ? open
        : IdBlock.read(number, rows.get(IntakeRows.block(number)));
  }

  /// Indexes all blocks, and says the number of the next.
  private long readBlocks() {
    long next = 0;
    try (KeyValueIterator<Bytes, byte[]> all =
        rows.range(IntakeRows.FIRST_BLOCK, IntakeRows.LAST_BLOCK)) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> row = all.next();
        IdBlock block = IdBlock.read(IntakeRows.blockOf(row.key), row.value);
        for (SeenId seen : block.ids()) {
          index.add(seen.id().fingerprint(), block.number());
        }
        closed.add(new Closed(block.number(), block.lastKnownAt()));
        next = block.number() + 1;
      }
    }
    return next;
  }

  private record Closed(long number, long lastKnownAt) {}
}
