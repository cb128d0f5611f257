package roundhouse.scoring.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.StoreUnavailableException;
import tools.jackson.core.JacksonException;

/// The objects that the registry is made of, by number. One thread at a time.
///
/// Entry n is `registry/log/<n>.json`. Checkpoints, which only save reads, hold the bytes of whole
/// blocks of entries: `registry/checkpoints/<size>/<last>.json` those of the block of `size`
/// entries that ends with `last`, a multiple of `size`. So a start reads a few large objects, and
/// the same entries give the same checkpoints, whoever writes them.
final class RegistryLog {
  /// A checkpoint's entries, which JSON holds in Base 64: void ones may be any bytes.
  private record Block(List<byte[]> entries) {
    private Block {
      entries = List.copyOf(entries);
    }
  }

  private final ObjectStore store;

  /// Ascending, each a multiple of the one before; the same for all that share a registry, or they
  /// would not find each other's.
  private final long[] blockSizes;

  private final Map<Long, byte[]> recent;

  RegistryLog(ObjectStore store, long... blockSizes) {
    this.store = store;
    this.blockSizes = blockSizes.clone();
    this.recent = latest(blockSizes[0]);
  }

  private static Map<Long, byte[]> latest(long size) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
        return size() > size;
      }
    };
  }

  /// True: this call put the entry. False: there is one of that number, which may be this caller's
  /// own.
  boolean put(long number, byte[] entry) {
    boolean put = store.putIfAbsent(entryKey(number), entry);
    if (put) {
      recent.put(number, entry);
    }
    return put;
  }

  Optional<byte[]> find(long number) {
    return store.find(entryKey(number));
  }

  /// Entries from `first` on and at most up to `last`, which exists: a block of them where a
  /// checkpoint has it, else one.
  List<byte[]> read(long first, long last) {
    return read(first, last, blockSizes.length);
  }

  /// As [#read(long, long)], from the checkpoints of that many levels, the smallest ones.
  private List<byte[]> read(long first, long last, int levels) {
    for (int level = levels - 1; level >= 0; level--) {
      long size = blockSizes[level];
      boolean wholeBlock = (first - 1) % size == 0 && first + size - 1 <= last;
      Optional<List<byte[]>> block =
          wholeBlock ? findBlock(first + size - 1, size) : Optional.empty();
      if (block.isPresent()) {
        return block.get();
      }
    }
    return List.of(read(first));
  }

  /// The last entry, given one that exists, or 0. Entries have no gaps, so doubling steps pass the
  /// end and halving them finds it: 2 log₂(distance) looks.
  long findHead(long known) {
    long last = known;
    long step = 1;
    while (exists(entryKey(last + step))) {
      last += step;
      step *= 2;
    }
    for (long beyond = last + step; beyond - last > 1; ) {
      long middle = last + (beyond - last) / 2;
      if (exists(entryKey(middle))) {
        last = middle;
      } else {
        beyond = middle;
      }
    }
    return last;
  }

  /// Puts the checkpoints that end with that entry, and those right before them that a writer which
  /// was killed after its entry left out.
  void putCheckpoints(long head) {
    try {
      for (int level = 0; level < blockSizes.length; level++) {
        if (head % blockSizes[level] == 0) {
          putBlocks(head, level);
        }
      }
    } catch (StoreUnavailableException later) {
      // The entries are in the log, which is what counts; the next block's writer makes up for it.
    }
  }

  private void putBlocks(long head, int level) {
    long size = blockSizes[level];
    long first = head;
    while (first > size && !exists(blockKey(first - size, size))) {
      first -= size;
    }
    for (long last = first; last <= head; last += size) {
      Block block = new Block(collect(last, level));
      store.putIfAbsent(blockKey(last, size), RegistryJson.write(block));
    }
  }

  private List<byte[]> collect(long last, int level) {
    long size = blockSizes[level];
    List<byte[]> entries = new ArrayList<>();
    while (entries.size() < size) {
      entries.addAll(read(last - size + 1 + entries.size(), last, level));
    }
    return entries;
  }

  private Optional<List<byte[]>> findBlock(long last, long size) {
    return store
        .find(blockKey(last, size))
        .flatMap(RegistryLog::parse)
        .filter(entries -> entries.size() == size && Arrays.equals(entries.getLast(), read(last)));
  }

  private static Optional<List<byte[]>> parse(byte[] block) {
    try {
      return Optional.ofNullable(RegistryJson.read(block, Block.class)).map(Block::entries);
    } catch (JacksonException unusable) {
      // The log itself says the same.
      return Optional.empty();
    }
  }

  private byte[] read(long number) {
    return recent.computeIfAbsent(
        number,
        missing ->
            find(missing).orElseThrow(() -> new DamagedLogException(missing, store.location())));
  }

  private boolean exists(ObjectKey key) {
    return store.size(key).isPresent();
  }

  private static ObjectKey entryKey(long number) {
    return ObjectKey.of("registry/log/%020d.json".formatted(number));
  }

  private static ObjectKey blockKey(long last, long size) {
    return ObjectKey.of("registry/checkpoints/%d/%020d.json".formatted(size, last));
  }
}
