package roundhouse.featureengine.batch.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Bytes on local disk. The file has no name as soon as it is open, so nothing of it outlives the
/// process. Made at the first write. One thread writes at a time; any may read what was written.
final class ScratchFile implements AutoCloseable {
  private final Path folder;
  private @Nullable FileChannel channel;
  private long size;

  ScratchFile(Path folder) {
    this.folder = folder;
  }

  /// How many bytes were written.
  long size() {
    return size;
  }

  /// Appends bytes and returns the position of the first.
  long append(byte[] bytes, int from, int count) {
    long position = size;
    ByteBuffer left = ByteBuffer.wrap(bytes, from, count);
    try {
      FileChannel open = channel();
      while (left.hasRemaining()) {
        size += open.write(left, size);
      }
      return position;
    } catch (IOException e) {
      throw new ScratchException(folder, "writing to a file of %,d bytes".formatted(size), e);
    }
  }

  private FileChannel channel() throws IOException {
    if (channel == null) {
      Path file = Files.createTempFile(folder, "engine", ".records");
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

  /// Reads bytes from a position that [#append] returned, or bytes behind it.
  void read(long position, byte[] target, int count) {
    ByteBuffer left = ByteBuffer.wrap(target, 0, count);
    try {
      FileChannel open = channel();
      while (left.hasRemaining()) {
        if (open.read(left, position + left.position()) < 0) {
          throw new IOException("the file is shorter than what was written");
        }
      }
    } catch (IOException e) {
      throw new ScratchException(folder, "reading %,d bytes".formatted(count), e);
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
