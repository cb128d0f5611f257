package roundhouse.scoring.server.http;

import java.nio.ByteBuffer;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The datatypes of tensors in the Open Inference Protocol that have a place here, and how their
/// values are read; binary ones are little-endian.
enum Datatype {
  BOOL(1),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  FP32(4),
  FP64(8),
  /// A text in UTF-8; in binary its length in four bytes goes before it.
  BYTES(4);

  /// Of a value in binary, or the least where values differ.
  private final int bytes;

  Datatype(int bytes) {
    this.bytes = bytes;
  }

  static Optional<Datatype> find(String name) {
    for (Datatype datatype : values()) {
      if (datatype.name().equals(name)) {
        return Optional.of(datatype);
      }
    }
    return Optional.empty();
  }

  int bytes() {
    return bytes;
  }

  /// A Boolean, Long, Double or String, or empty where the JSON value is of another type or beyond
  /// the datatype's range.
  Optional<Object> read(JsonNode value) {
    return switch (this) {
      case BOOL -> value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
      case BYTES -> value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
      case FP32, FP64 -> value.isNumber() ? Optional.of(value.doubleValue()) : Optional.empty();
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 ->
          value.isIntegralNumber() && value.canConvertToLong() && holds(value.longValue())
              ? Optional.of(value.longValue())
              : Optional.empty();
    };
  }

  private boolean holds(long value) {
    return switch (this) {
      case UINT8 -> value >= 0 && value < 1L << 8;
      case UINT16 -> value >= 0 && value < 1L << 16;
      case UINT32 -> value >= 0 && value < 1L << 32;
      case UINT64 -> value >= 0;
      case INT8 -> value == (byte) value;
      case INT16 -> value == (short) value;
      case INT32 -> value == (int) value;
      case BOOL, INT64, FP32, FP64, BYTES -> true;
    };
  }

  /// The next value; empty where the buffer ends within it or the value is none of the datatype.
  Optional<Object> read(ByteBuffer values) {
    if (values.remaining() < bytes) {
      return Optional.empty();
    }
    return switch (this) {
      case BOOL -> truth(values.get());
      case UINT8 -> Optional.of((long) Byte.toUnsignedInt(values.get()));
      case UINT16 -> Optional.of((long) Short.toUnsignedInt(values.getShort()));
      case UINT32 -> Optional.of(Integer.toUnsignedLong(values.getInt()));
      case INT8 -> Optional.of((long) values.get());
      case INT16 -> Optional.of((long) values.getShort());
      case INT32 -> Optional.of((long) values.getInt());
      case INT64 -> Optional.of(values.getLong());
      case UINT64 -> Optional.<Object>of(values.getLong()).filter(whole -> (long) whole >= 0);
      case FP32 -> Optional.of((double) values.getFloat());
      case FP64 -> Optional.of(values.getDouble());
      case BYTES -> text(values);
    };
  }

  private static Optional<Object> truth(byte value) {
    return value == 0 || value == 1 ? Optional.of(value == 1) : Optional.empty();
  }

  private static Optional<Object> text(ByteBuffer values) {
    int length = values.getInt();
    if (length < 0 || length > values.remaining()) {
      return Optional.empty();
    }
    byte[] text = new byte[length];
    values.get(text);
    return Optional.of(new String(text, java.nio.charset.StandardCharsets.UTF_8));
  }
}
