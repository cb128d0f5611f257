package roundhouse.featureengine.stream.intake;

import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.stream.event.EventId;

/// Ids of events that were accepted one after the other, each with the running maximum of knownAt
/// at which it was, in microseconds: one row of an [IntakeStore].
final class IdBlock {
  private final long number;
  private final List<SeenId> ids = new ArrayList<>();

  IdBlock(long number) {
    this.number = number;
  }

  static IdBlock read(long number, byte[] bytes) {
    IdBlock block = new IdBlock(number);
    ByteReader reader = new ByteReader(bytes);
    int count = reader.readCount(2);
    for (int i = 0; i < count; i++) {
      block.add(EventId.read(reader), reader.readLong());
    }
    reader.end();
    return block;
  }

  byte[] toBytes(ByteWriter scratch) {
    scratch.clear();
    scratch.putLong(ids.size());
    for (SeenId seen : ids) {
      seen.id().write(scratch);
      scratch.putLong(seen.knownAt());
    }
    return scratch.toBytes();
  }

  long number() {
    return number;
  }

  int size() {
    return ids.size();
  }

  List<SeenId> ids() {
    return ids;
  }

  void add(EventId id, long knownAt) {
    ids.add(new SeenId(id, knownAt));
  }

  /// When the last of its ids was accepted: times never decrease.
  long lastKnownAt() {
    return ids.getLast().knownAt();
  }

  /// Whether the id is in it, accepted at that instant or later.
  boolean holds(EventId id, long sinceKnownAt) {
    return ids.stream().anyMatch(seen -> seen.knownAt() >= sinceKnownAt && seen.id().equals(id));
  }

  record SeenId(EventId id, long knownAt) {}
}
