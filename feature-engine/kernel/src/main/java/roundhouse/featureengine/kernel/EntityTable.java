package roundhouse.featureengine.kernel;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The histories of all entities, by key: open addressing with linear probing, at most half full.
final class EntityTable {
  private @Nullable KeyHistory[] slots = new KeyHistory[16];
  private int size;

  int size() {
    return size;
  }

  @Nullable KeyHistory find(EntityKey.Reader reader, Registers row) {
    int mask = slots.length - 1;
    int hash = reader.hashOf(row);
    for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
      KeyHistory history = slots[slot];
      if (history == null) {
        return null;
      }
      if (history.key().hash() == hash && reader.matches(history.key(), row)) {
        return history;
      }
    }
  }

  /// Adds the history of an entity that is not there yet.
  void add(KeyHistory history) {
    if ((size + 1) * 2 > slots.length) {
      rebuild(slots.length * 2);
    }
    place(history);
    size++;
  }

  /// Shows every history and drops those that it leaves empty.
  void sweep(Consumer<KeyHistory> visitor) {
    int kept = 0;
    for (int slot = 0; slot < slots.length; slot++) {
      KeyHistory history = slots[slot];
      if (history == null) {
        continue;
      }
      visitor.accept(history);
      if (history.isEmpty()) {
        slots[slot] = null;
      } else {
        kept++;
      }
    }
    if (kept < size) {
      size = kept;
      rebuild(Math.max(16, Integer.highestOneBit(Math.max(1, kept)) * 4));
    }
  }

  /// Rebuilding rather than closing gaps: entries leave in bulk.
  private void rebuild(int capacity) {
    @Nullable KeyHistory[] old = slots;
    slots = new KeyHistory[capacity];
    for (KeyHistory history : old) {
      if (history != null) {
        place(history);
      }
    }
  }

  private void place(KeyHistory history) {
    int mask = slots.length - 1;
    int slot = history.key().hash() & mask;
    while (slots[slot] != null) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = history;
  }
}
