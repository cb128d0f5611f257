package roundhouse.featureengine.batch.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import roundhouse.storage.ReadableObject;
import roundhouse.storage.StoreUnavailableException;

/// An open object as Parquet wants to read it. Small reads go through a buffer: on S3 each read of
/// the object is a request.
final class StoredInputFile implements InputFile {
  private static final int BUFFER_BYTES = 1 << 16;

  private final ReadableObject object;
  private final String name;

  StoredInputFile(ReadableObject object, String name) {
    this.object = object;
    this.name = name;
  }

  @Override
  public long getLength() {
    return object.size();
  }

  @Override
  public SeekableInputStream newStream() {
    var bytes = new ObjectBytes();
    return new DelegatingSeekableInputStream(bytes) {
      @Override
      public long getPos() {
        return bytes.position;
      }

      @Override
      public void seek(long position) {
        bytes.position = position;
      }
    };
  }

  @Override
  public String toString() {
    return name;
  }

  private final class ObjectBytes extends InputStream {
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long bufferStart;
    private int buffered;
    private long position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (position < 0 || position >= object.size()) {
        return -1;
      }
      int count = (int) Math.min(length, object.size() - position);
      if (count >= BUFFER_BYTES) {
        fill(position, target, offset, count);
      } else {
        copyBuffered(target, offset, count);
      }
      position += count;
      return count;
    }

    private void copyBuffered(byte[] target, int offset, int count) throws IOException {
      if (position < bufferStart || position + count > bufferStart + buffered) {
        int wanted = (int) Math.min(BUFFER_BYTES, object.size() - position);
        buffered = 0;
        fill(position, buffer, 0, wanted);
        bufferStart = position;
        buffered = wanted;
      }
      System.arraycopy(buffer, (int) (position - bufferStart), target, offset, count);
    }

    private void fill(long from, byte[] target, int offset, int count) throws IOException {
      try {
        object.readFully(from, target, offset, count);
      } catch (EOFException e) {
        throw e;
      } catch (IOException e) {
        throw new StoreUnavailableException(
            "Object '%s': reading %d bytes at %d failed (%s); check the store and repeat"
                .formatted(name, count, from, e.getMessage()),
            e);
      }
    }
  }
}
