package roundhouse.featureengine.batch.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.parquet.ManifestJson;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.Digests;
import roundhouse.storage.MissingObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// The archive of one partition of a topic: a chain of entries, each put once under the number
/// after the last, so that their offsets join without gap or overlap whoever writes. Its state is
/// the chain's head, found without listing.
///
/// Costs: finding the head, a read for each doubling of the chain and each halving; [#entries()], a
/// read for each entry, some at a time. One thread at a time.
public final class ArchivedPartition {
  private static final int READERS = 32;

  private final ObjectStore store;
  private final String topic;
  private final int partition;
  private @Nullable Head head;

  private record Head(ArchiveEntry entry, String sha256) {}

  private ArchivedPartition(ObjectStore store, String topic, int partition) {
    this.store = store;
    this.topic = topic;
    this.partition = partition;
  }

  /// Reads nothing yet. Throws [IllegalArgumentException] for a topic whose name no archive can
  /// bear.
  public static ArchivedPartition of(ObjectStore store, String topic, int partition) {
    ArchiveLayout.entry(topic, partition, 0);
    return new ArchivedPartition(store, topic, partition);
  }

  /// The last entry that there is now; empty where the archive has not begun.
  public Optional<ArchiveEntry> head() {
    long known = head == null ? -1 : head.entry().number();
    long step = 1;
    while (exists(known + step)) {
      known += step;
      step *= 2;
    }
    for (step /= 2; step > 0; step /= 2) {
      if (exists(known + step)) {
        known += step;
      }
    }
    if (known >= 0 && (head == null || head.entry().number() < known)) {
      head = read(known);
    }
    return Optional.ofNullable(head).map(Head::entry);
  }

  /// Every entry up to the head, checked to be one chain. Throws [CorruptObjectException] where an
  /// entry is missing or does not continue the one before it.
  public List<ArchiveEntry> entries() {
    Optional<ArchiveEntry> last = head();
    if (last.isEmpty()) {
      return List.of();
    }
    List<ArchiveEntry> entries = new ArrayList<>();
    Head before = null;
    for (Head entry : readThrough(last.get().number())) {
      if (before != null) {
        requireNext(before, entry.entry());
      }
      entries.add(entry.entry());
      before = entry;
    }
    return List.copyOf(entries);
  }

  /// A chain of a year's minutes is half a million objects, which one after the other would take
  /// hours from S3.
  private List<Head> readThrough(long last) {
    try (ExecutorService readers =
        Executors.newFixedThreadPool(READERS, Thread.ofVirtual().factory())) {
      return LongStream.rangeClosed(0, last)
          .mapToObj(number -> CompletableFuture.supplyAsync(() -> read(number), readers))
          .toList()
          .stream()
          .map(CompletableFuture::join)
          .toList();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  /// Begins the archive at that offset, unless it has begun, and returns its head.
  public ArchiveEntry start(long offset) {
    store.putIfAbsent(
        ArchiveLayout.entry(topic, partition, 0),
        ManifestJson.write(ArchiveEntry.start(topic, partition, offset)));
    return head().orElseThrow();
  }

  /// What an archiver knows of the entry to append.
  public interface Content {
    /// The entry of that number, with that digest of its predecessor.
    ArchiveEntry entry(long number, String previous);
  }

  /// Appends an entry after `expected`, whose files lie in the store already. False: another
  /// archiver has appended; nothing changed, and [#head()] says where it stands.
  public boolean append(ArchiveEntry expected, Content content) {
    Head last = head;
    if (last == null || !last.entry().equals(expected)) {
      return false;
    }
    ArchiveEntry next = content.entry(expected.number() + 1, last.sha256());
    requireNext(last, next);
    byte[] json = ManifestJson.write(next);
    ObjectKey key = ArchiveLayout.entry(topic, partition, next.number());
    Head appended = new Head(next, Digests.sha256Hex(json));
    // Not written by this call: perhaps by it after all, its response being lost.
    if (!store.putIfAbsent(key, json) && !read(next.number()).equals(appended)) {
      return false;
    }
    head = appended;
    return true;
  }

  private void requireNext(Head before, ArchiveEntry next) {
    if (next.number() != before.entry().number() + 1
        || next.firstOffset() != before.entry().nextOffset()
        || !before.sha256().equals(next.previous())
        || !next.topic().equals(topic)
        || next.partition() != partition) {
      throw new CorruptObjectException(
          ArchiveLayout.entry(topic, partition, next.number()),
          store.location(),
          "expected the entry after offset %d but it starts at %d of %s-%d, after '%s'"
              .formatted(
                  before.entry().nextOffset(),
                  next.firstOffset(),
                  next.topic(),
                  next.partition(),
                  next.previous()),
          null);
    }
  }

  private boolean exists(long number) {
    return store.size(ArchiveLayout.entry(topic, partition, number)).isPresent();
  }

  private Head read(long number) {
    ObjectKey key = ArchiveLayout.entry(topic, partition, number);
    try {
      byte[] json = store.read(key);
      return new Head(
          ManifestJson.parse(key, store.location(), json, ArchiveEntry.class),
          Digests.sha256Hex(json));
    } catch (MissingObjectException gone) {
      throw new CorruptObjectException(
          key, store.location(), "expected an entry of the chain but it is missing", gone);
    }
  }
}
