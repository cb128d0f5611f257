package roundhouse.featureengine.batch.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Memory in chunks of one size, lent and taken back, up to a limit.
///
/// Chunks lie in arrays that the garbage collector considers too large to move, and which are kept
/// until the memory as a whole is dropped: gigabytes cost it nothing. Safe for use by many threads.
final class LogMemory {
  static final int CHUNK_BYTES = 1 << 14;

  /// With the array's header a slab takes just under 8 MiB, a whole number of the collector's
  /// regions.
  private static final int CHUNKS_PER_SLAB = 511;

  private final long mostChunks;
  private final Deque<Chunk> free = new ArrayDeque<>();
  private long made;
  private long lent;

  LogMemory(long bytes) {
    mostChunks = Math.max(1, bytes / CHUNK_BYTES);
  }

  long mostChunks() {
    return mostChunks;
  }

  /// A chunk with any content. Borrowers keep to the limit themselves, each to a share.
  Chunk borrow() {
    Chunk chunk = take();
    while (chunk == null) {
      // Without a lock: clearing so much takes milliseconds, in which others find chunks to take.
      int chunks = chunksToMake();
      add(new byte[chunks * CHUNK_BYTES + RecordPacking.SLACK_BYTES], chunks);
      chunk = take();
    }
    return chunk;
  }

  private synchronized @Nullable Chunk take() {
    Chunk chunk = free.poll();
    if (chunk != null) {
      lent++;
    }
    return chunk;
  }

  private synchronized int chunksToMake() {
    int chunks = Math.clamp(mostChunks - made, 1, CHUNKS_PER_SLAB);
    made += chunks;
    return chunks;
  }

  private synchronized void add(byte[] slab, int chunks) {
    for (int chunk = chunks - 1; chunk >= 0; chunk--) {
      free.push(new Chunk(slab, chunk * CHUNK_BYTES));
    }
  }

  synchronized void giveBack(Chunk chunk) {
    free.push(chunk);
    lent--;
  }

  synchronized long lent() {
    return lent;
  }
}
