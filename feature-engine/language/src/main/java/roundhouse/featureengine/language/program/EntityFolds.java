package roundhouse.featureengine.language.program;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.EntityFold;

/// The folds of all entities of one kind, by key: open addressing with linear probing, at most half
/// full.
///
/// Entities without events are swept out whenever as many events have come as the last sweep left
/// entities; their folds are used again.
final class EntityFolds {
  private static final int SWEEP_AFTER_AT_LEAST = 1024;

  private final int keyWords;
  private final Supplier<EntityFold> newFold;
  private final Deque<EntityFold> unused = new ArrayDeque<>();
  private long[] keys;
  private @Nullable EntityFold[] folds = new EntityFold[16];
  private int size;
  private int eventsSinceSweep;
  private int sizeAfterSweep;

  EntityFolds(int keyWords, Supplier<EntityFold> newFold) {
    this.keyWords = keyWords;
    this.newFold = newFold;
    keys = new long[folds.length * keyWords];
  }

  int size() {
    return size;
  }

  /// The fold of the key that starts there, or null if the entity has none.
  @Nullable EntityFold find(long[] words, int at) {
    return folds[slotOf(words, at)];
  }

  /// Takes in an event's record, which starts with its key.
  void apply(int feed, long[] words, int at, long knownAt) {
    int slot = slotOf(words, at);
    EntityFold fold = folds[slot];
    if (fold == null) {
      fold = add(slot, words, at);
    }
    fold.apply(feed, words, at);
    if (++eventsSinceSweep > Math.max(SWEEP_AFTER_AT_LEAST, sizeAfterSweep)) {
      sweep(knownAt);
    }
  }

  private EntityFold add(int slot, long[] words, int at) {
    EntityFold fold = unused.isEmpty() ? newFold.get() : unused.pop();
    put(slot, words, at, fold);
    if (++size * 2 > folds.length) {
      rebuild(folds.length * 2);
    }
    return fold;
  }

  private void sweep(long knownAt) {
    int kept = 0;
    for (int slot = 0; slot < folds.length; slot++) {
      EntityFold fold = folds[slot];
      if (fold == null) {
        continue;
      }
      fold.expire(knownAt);
      if (fold.isEmpty()) {
        fold.clear();
        unused.push(fold);
        folds[slot] = null;
      } else {
        kept++;
      }
    }
    if (kept < size) {
      size = kept;
      rebuild(Math.max(16, Integer.highestOneBit(Math.max(1, kept)) * 4));
    }
    eventsSinceSweep = 0;
    sizeAfterSweep = size;
  }

  /// Rebuilding rather than closing gaps: entries leave in bulk.
  private void rebuild(int capacity) {
    long[] oldKeys = keys;
    @Nullable EntityFold[] oldFolds = folds;
    keys = new long[capacity * keyWords];
    folds = new EntityFold[capacity];
    for (int slot = 0; slot < oldFolds.length; slot++) {
      EntityFold fold = oldFolds[slot];
      if (fold != null) {
        int at = slot * keyWords;
        put(slotOf(oldKeys, at), oldKeys, at, fold);
      }
    }
  }

  private void put(int slot, long[] words, int at, EntityFold fold) {
    System.arraycopy(words, at, keys, slot * keyWords, keyWords);
    folds[slot] = fold;
  }

  /// The slot of the key, or the free one where it belongs.
  private int slotOf(long[] words, int at) {
    int mask = folds.length - 1;
    int slot = hash(words, at) & mask;
    while (folds[slot] != null && !isAt(slot, words, at)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isAt(int slot, long[] words, int at) {
    for (int i = 0; i < keyWords; i++) {
      if (keys[slot * keyWords + i] != words[at + i]) {
        return false;
      }
    }
    return true;
  }

  private int hash(long[] words, int at) {
    long hash = 0;
    for (int i = 0; i < keyWords; i++) {
      hash = (hash * 31 + words[at + i]) * 0x9E3779B97F4A7C15L;
    }
    return (int) (hash >>> 32);
  }
}
