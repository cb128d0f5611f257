package roundhouse.featureengine.language.state;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Writes a state file: entities one after the other, then their count.
///
/// ```
/// file     = int magic, entity*, int -1, long entities
/// entity   = int kind, int bytes, key, int sections, section*
/// section  = long id, int bytes, content
/// ```
///
/// All numbers big-endian. Keys and contents are the program's: see its record codec.
public final class StateFileWriter implements AutoCloseable {
  static final int MAGIC = 0x52_48_53_31;
  static final int END = -1;

  private final DataOutputStream out;
  private long entities;

  public StateFileWriter(OutputStream target) throws IOException {
    out = new DataOutputStream(new BufferedOutputStream(target, 1 << 16));
    out.writeInt(MAGIC);
  }

  public void write(EntityState entity) throws IOException {
    out.writeInt(entity.kind());
    write(entity.key());
    out.writeInt(entity.sections().size());
    for (EntityState.Section section : entity.sections()) {
      out.writeLong(section.id());
      write(section.content());
    }
    entities++;
  }

  private void write(Bytes bytes) throws IOException {
    out.writeInt(bytes.size());
    out.write(bytes.array());
  }

  public long entities() {
    return entities;
  }

  /// Ends the file and closes the target.
  @Override
  public void close() throws IOException {
    try (out) {
      out.writeInt(END);
      out.writeLong(entities);
    }
  }
}
