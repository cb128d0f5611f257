package roundhouse.featureengine.stream.entity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.stream.event.EventId;

/// The events of the ask stream that were applied to one entity, by id, for as long as an ask of
/// that id could still be asked. Empty for an entity kind that is not fed by the ask stream.
///
/// Ids lie in blocks in the order in which they were applied. The last block is part of the
/// entity's first row; each full one is a row of its own, written once and deleted once all of its
/// ids are too old. Mutable, for one thread.
final class AppliedAsks {
  static final int BLOCK_IDS = 256;

  private final Deque<Block> full = new ArrayDeque<>(0);

  /// Of the full blocks' ids; the open block's are few, and looked through.
  private final Map<EventId, Long> timeOf = new HashMap<>();

  private final List<Long> gone = new ArrayList<>();
  private Block open = new Block(0);

  /// Where full blocks go.
  interface Rows {
    void put(long block, byte[] ids);

    void delete(long block);
  }

  /// Notes an event, and forgets those that happened before `since`, in microseconds.
  void add(EventId id, long time, long since) {
    forgetBefore(since);
    open.add(id, time);
    if (open.ids.size() == BLOCK_IDS) {
      addFull(open);
      open = new Block(open.number + 1);
    }
  }

  /// Whether an event of that id was applied that did not happen before `since`.
  boolean holds(EventId id, long since) {
    Long time = timeOf.get(id);
    return (time != null && time >= since) || open.holds(id, since);
  }

  boolean isEmpty() {
    return full.isEmpty() && open.ids.isEmpty();
  }

  /// Whether blocks may lie in rows of their own.
  boolean hasFilled() {
    return open.number > 0;
  }

  /// Forgets blocks all of whose events happened before that.
  void forgetBefore(long since) {
    while (!full.isEmpty() && full.getFirst().latest < since) {
      Block old = full.removeFirst();
      forget(old);
      gone.add(old.number);
    }
    if (open.latest < since) {
      open.clear();
    }
  }

  private void forget(Block block) {
    // One whose id came again since, when it was free, stays with the later time.
    block.ids.forEach(each -> timeOf.remove(each.id(), each.time()));
  }

  /// Writes the last block.
  void writeOpen(ByteWriter bytes) {
    bytes.putLong(open.number);
    open.write(bytes);
  }

  /// Writes what has changed of the full blocks since it was last written or read.
  void writeFull(Rows rows) {
    gone.forEach(rows::delete);
    gone.clear();
    Iterator<Block> newest = full.descendingIterator();
    while (newest.hasNext()) {
      Block block = newest.next();
      if (block.isWritten) {
        return;
      }
      ByteWriter bytes = new ByteWriter();
      block.write(bytes);
      rows.put(block.number, bytes.toBytes());
      block.isWritten = true;
    }
  }

  /// Reads what [#writeOpen] wrote.
  void readOpen(ByteReader reader) {
    open = new Block(reader.readLong());
    open.read(reader);
  }

  /// Reads a full block; in the order of their numbers.
  void readFull(long number, byte[] ids) {
    Block block = new Block(number);
    ByteReader reader = new ByteReader(ids);
    block.read(reader);
    reader.end();
    block.isWritten = true;
    addFull(block);
  }

  private void addFull(Block block) {
    full.add(block);
    block.ids.forEach(each -> timeOf.merge(each.id(), each.time(), Math::max));
  }

  private record Applied(EventId id, long time) {}

  private static final class Block {
    final long number;
    final List<Applied> ids = new ArrayList<>();
    long latest = Long.MIN_VALUE;
    boolean isWritten;

    Block(long number) {
      this.number = number;
    }

    void add(EventId id, long time) {
      ids.add(new Applied(id, time));
      latest = Math.max(latest, time);
    }

    void clear() {
      ids.clear();
      latest = Long.MIN_VALUE;
    }

    boolean holds(EventId id, long since) {
      return ids.stream().anyMatch(each -> each.time() >= since && each.id().equals(id));
    }

    void read(ByteReader bytes) {
      int count = bytes.readCount(2);
      for (int i = 0; i < count; i++) {
        add(EventId.read(bytes), bytes.readLong());
      }
    }

    void write(ByteWriter bytes) {
      bytes.putLong(ids.size());
      for (Applied each : ids) {
        each.id().write(bytes);
        bytes.putLong(each.time());
      }
    }
  }
}
