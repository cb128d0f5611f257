package roundhouse.scoring.registry;

import java.util.Optional;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import tools.jackson.core.JacksonException;

/// The objects that the registry is made of, by number.
final class RegistryLog {
  private final ObjectStore store;

  /// Checkpoints exist for its multiples only. All writers of a registry have the same, or they
  /// would not find each other's.
  private final long checkpointInterval;

  RegistryLog(ObjectStore store, long checkpointInterval) {
    this.store = store;
    this.checkpointInterval = checkpointInterval;
  }

  /// True: this call put the entry. False: there is one of that number, which may be this caller's
  /// own.
  boolean put(long number, byte[] entry) {
    return store.putIfAbsent(entryKey(number), entry);
  }

  byte[] read(long number) {
    return store
        .find(entryKey(number))
        .orElseThrow(() -> new DamagedLogException(number, store.location()));
  }

  Optional<byte[]> find(long number) {
    return store.find(entryKey(number));
  }

  /// The last entry, given one that exists, or 0. Entries have no gaps, so doubling steps pass the
  /// end and halving them finds it: 2 log₂(distance) looks.
  long findHead(long known) {
    long last = known;
    long step = 1;
    while (exists(last + step)) {
      last += step;
      step *= 2;
    }
    for (long beyond = last + step; beyond - last > 1; ) {
      long middle = last + (beyond - last) / 2;
      if (exists(middle)) {
        last = middle;
      } else {
        beyond = middle;
      }
    }
    return last;
  }

  boolean hasCheckpointAt(long number) {
    return number % checkpointInterval == 0;
  }

  /// The number of the last checkpoint that may exist for that head; 0 for none.
  long lastCheckpointAt(long head) {
    return head - head % checkpointInterval;
  }

  void putCheckpoint(RegistryState state) {
    store.putIfAbsent(checkpointKey(state.head()), RegistryJson.write(Checkpoint.of(state)));
  }

  /// The latest usable checkpoint up to `head`, probed downward; none where reading the entries
  /// after `known` is less work.
  Optional<RegistryState> findCheckpoint(long known, long head) {
    if (head - known <= checkpointInterval) {
      return Optional.empty();
    }
    for (long number = lastCheckpointAt(head); number > known; number -= checkpointInterval) {
      Optional<RegistryState> state = store.find(checkpointKey(number)).flatMap(this::parse);
      if (state.isPresent() && isOfThisLog(state.get(), number)) {
        return state;
      }
    }
    return Optional.empty();
  }

  private Optional<RegistryState> parse(byte[] checkpoint) {
    try {
      return Optional.of(RegistryJson.read(checkpoint, Checkpoint.class).state());
    } catch (JacksonException | IllegalArgumentException | NullPointerException unusable) {
      // An earlier checkpoint, or the log itself, says the same.
      return Optional.empty();
    }
  }

  private boolean isOfThisLog(RegistryState state, long number) {
    return state.head() == number && state.headSha256().equals(Digests.sha256Hex(read(number)));
  }

  private boolean exists(long number) {
    return store.size(entryKey(number)).isPresent();
  }

  private static ObjectKey entryKey(long number) {
    return ObjectKey.of("registry/log/%020d.json".formatted(number));
  }

  /// The path names the fold's version: another one must not trust what this one left out.
  private static ObjectKey checkpointKey(long number) {
    return ObjectKey.of("registry/checkpoints/v1/%020d.json".formatted(number));
  }
}
