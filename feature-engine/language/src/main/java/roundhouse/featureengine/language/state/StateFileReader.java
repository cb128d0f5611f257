package roundhouse.featureengine.language.state;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what [StateFileWriter] wrote. Bytes that are no whole state file end in an [IOException];
/// the manifest's digest tells altered ones.
public final class StateFileReader implements AutoCloseable {
  private static final int MOST_BYTES = 1 << 28;

  private final DataInputStream in;
  private long entities;

  public StateFileReader(InputStream source) throws IOException {
    in = new DataInputStream(new BufferedInputStream(source, 1 << 16));
    if (in.readInt() != StateFileWriter.MAGIC) {
      throw new StreamCorruptedException("expected a state file but it begins otherwise");
    }
  }

  /// The next entity; empty at the file's end.
  public Optional<EntityState> next() throws IOException {
    int kind = in.readInt();
    if (kind == StateFileWriter.END) {
      requireCount(in.readLong());
      return Optional.empty();
    }
    entities++;
    Bytes key = readBytes();
    int sections = size(in.readInt());
    List<EntityState.Section> read = new ArrayList<>();
    for (int i = 0; i < sections; i++) {
      read.add(new EntityState.Section(in.readLong(), readBytes()));
    }
    return Optional.of(new EntityState(kind, key, read));
  }

  private void requireCount(long expected) throws IOException {
    if (entities != expected) {
      throw new StreamCorruptedException(
          "expected %d entities but found %d".formatted(expected, entities));
    }
  }

  private Bytes readBytes() throws IOException {
    int size = size(in.readInt());
    byte[] content = in.readNBytes(size);
    if (content.length < size) {
      throw new EOFException(
          "expected %d bytes but the file ends after %d".formatted(size, content.length));
    }
    return Bytes.of(content);
  }

  private static int size(int size) throws IOException {
    if (size < 0 || size > MOST_BYTES) {
      throw new StreamCorruptedException(
          "expected a size up to %d but found %d".formatted(MOST_BYTES, size));
    }
    return size;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
