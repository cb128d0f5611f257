package roundhouse.featureengine.batch.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Words on local disk. The file has no name as soon as it is open, so nothing of it outlives the
/// process. Made at the first write. One thread writes at a time; any may read what was written.
final class ScratchFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 17;

  private final Path folder;
  private final ByteBuffer buffer = newBuffer();
  private @Nullable FileChannel channel;
  private long size;

  ScratchFile(Path folder) {
    this.folder = folder;
  }

  private static ByteBuffer newBuffer() {
    return ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());
  }

  /// How many bytes were written.
  long size() {
    return size;
  }

  /// Appends words and returns the position of the first.
  long append(long[] words, int from, int count) {
    long position = size;
    try {
      for (int done = 0; done < count; ) {
        int some = Math.min(count - done, BUFFER_BYTES / Long.BYTES);
        buffer.clear();
        buffer.asLongBuffer().put(words, from + done, some);
        writeFully(buffer.limit(some * Long.BYTES));
        done += some;
      }
      return position;
    } catch (IOException e) {
      throw new ScratchException(folder, "writing to a file of %,d bytes".formatted(size), e);
    }
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    FileChannel open = channel();
    while (bytes.hasRemaining()) {
      size += open.write(bytes, size);
    }
  }

  private FileChannel channel() throws IOException {
    if (channel == null) {
      Path file = Files.createTempFile(folder, "engine", ".words");
      channel =
          FileChannel.open(
              file,
              Set.of(
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.DELETE_ON_CLOSE));
      Files.deleteIfExists(file);
    }
    return channel;
  }

  /// Reads words from a position that [#append] returned, or words behind it.
  void read(long position, long[] target, int at, int count) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.min(BUFFER_BYTES, count * Long.BYTES))
            .order(ByteOrder.nativeOrder());
    try {
      for (int done = 0; done < count; ) {
        int some = Math.min(count - done, bytes.capacity() / Long.BYTES);
        readFully(bytes.clear().limit(some * Long.BYTES), position + (long) done * Long.BYTES);
        bytes.flip().asLongBuffer().get(target, at + done, some);
        done += some;
      }
    } catch (IOException e) {
      throw new ScratchException(folder, "reading %,d words".formatted(count), e);
    }
  }

  private void readFully(ByteBuffer bytes, long position) throws IOException {
    FileChannel open = channel();
    int start = bytes.position();
    while (bytes.hasRemaining()) {
      if (open.read(bytes, position + bytes.position() - start) < 0) {
        throw new IOException("the file is shorter than what was written");
      }
    }
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new ScratchException(folder, "closing a file", e);
      }
    }
  }
}
