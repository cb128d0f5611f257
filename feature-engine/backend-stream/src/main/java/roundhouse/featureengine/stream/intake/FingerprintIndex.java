package roundhouse.featureengine.stream.intake;

import java.util.Arrays;
import java.util.function.LongPredicate;

/// Which blocks may hold an id, by a 64-bit fingerprint of it: an open-addressing table of pairs,
/// of some 30 bytes an id. Several ids may have one fingerprint, and one id several blocks.
final class FingerprintIndex {
  private static final long FREE = -1;

  private long[] fingerprints = new long[16];
  private long[] blocks = newBlocks(16);
  private int size;

  int size() {
    return size;
  }

  /// Adds a pair.
  ///
  /// @param block 0 or greater
  void add(long fingerprint, long block) {
    if (size * 3 >= blocks.length * 2) {
      grow();
    }
    int slot = slot(fingerprint);
    while (blocks[slot] != FREE) {
      slot = next(slot);
    }
    fingerprints[slot] = fingerprint;
    blocks[slot] = block;
    size++;
  }

  /// Whether any of the fingerprint's blocks satisfies the condition; asks it no more than needed.
  boolean anyBlock(long fingerprint, LongPredicate condition) {
    for (int slot = slot(fingerprint); blocks[slot] != FREE; slot = next(slot)) {
      if (fingerprints[slot] == fingerprint && condition.test(blocks[slot])) {
        return true;
      }
    }
    return false;
  }

  /// Removes one such pair, if there is one.
  void remove(long fingerprint, long block) {
    int slot = slot(fingerprint);
    while (blocks[slot] != FREE && (fingerprints[slot] != fingerprint || blocks[slot] != block)) {
      slot = next(slot);
    }
    if (blocks[slot] != FREE) {
      close(slot);
      size--;
    }
  }

  /// Frees a slot, and moves up the pairs behind it that would not be found across a free one.
  private void close(int hole) {
    int free = hole;
    for (int slot = next(hole); blocks[slot] != FREE; slot = next(slot)) {
      int home = slot(fingerprints[slot]);
      if (((slot - home) & (blocks.length - 1)) >= ((slot - free) & (blocks.length - 1))) {
        fingerprints[free] = fingerprints[slot];
        blocks[free] = blocks[slot];
        free = slot;
      }
    }
    blocks[free] = FREE;
  }

  private void grow() {
    long[] oldFingerprints = fingerprints;
    long[] oldBlocks = blocks;
    fingerprints = new long[oldBlocks.length * 2];
    blocks = newBlocks(oldBlocks.length * 2);
    size = 0;
    for (int i = 0; i < oldBlocks.length; i++) {
      if (oldBlocks[i] != FREE) {
        add(oldFingerprints[i], oldBlocks[i]);
      }
    }
  }

  private static long[] newBlocks(int capacity) {
    long[] blocks = new long[capacity];
    Arrays.fill(blocks, FREE);
    return blocks;
  }

  private int slot(long fingerprint) {
    return (int) fingerprint & (blocks.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (blocks.length - 1);
  }
}
