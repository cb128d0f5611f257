package roundhouse.featureengine.stream.event;

import java.nio.charset.StandardCharsets;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;

/// The id of an event, in its portable form a byte for its type and the id.
public sealed interface EventId {
  record OfLong(long value) implements EventId {}

  record OfText(String value) implements EventId {}

  /// A hash of 64 bits that spreads well.
  default long fingerprint() {
    long hash =
        switch (this) {
          case OfLong id -> id.value();
          case OfText id -> hash(id.value().getBytes(StandardCharsets.UTF_8));
        };
    // The finaliser of MurmurHash3.
    hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
    hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return hash ^ (hash >>> 33);
  }

  default void write(ByteWriter bytes) {
    switch (this) {
      case OfLong id -> {
        bytes.putByte(0);
        bytes.putLong(id.value());
      }
      case OfText id -> {
        bytes.putByte(1);
        bytes.putText(id.value());
      }
    }
  }

  static EventId read(ByteReader bytes) {
    int tag = bytes.readByte();
    return switch (tag) {
      case 0 -> new OfLong(bytes.readLong());
      case 1 -> new OfText(bytes.readText());
      default -> throw new UnreadableStateException("an id of kind " + tag);
    };
  }

  /// Reads ids of a stream's rows.
  static Reader reader(StreamSchema schema) {
    int field = schema.indexOf(schema.id());
    boolean isLong = schema.fields().get(field).type() == ValueType.LONG;
    return isLong ? row -> new OfLong(row.longAt(field)) : row -> new OfText(row.stringAt(field));
  }

  private static long hash(byte[] bytes) {
    long hash = 0xCBF29CE484222325L;
    for (byte next : bytes) {
      hash = (hash ^ (next & 0xFF)) * 0x100000001B3L;
    }
    return hash;
  }

  /// Takes the id out of an event.
  interface Reader {
    EventId of(Row event);
  }
}
