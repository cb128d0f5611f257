package roundhouse.scoring.trees.xgboost;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import roundhouse.scoring.trees.ensemble.Limits;
import roundhouse.scoring.trees.ensemble.MalformedModelException;

/// Reads a model file in Universal Binary JSON, draft 12: big-endian, each value behind a marker
/// byte; a container may state its count, and an array the one type of its elements.
///
/// Every length is compared with the bytes that are left before memory is spent on it.
final class UbjsonModelReader {
  private final ByteBuffer bytes;
  private final ReadBudget budget = new ReadBudget();

  private UbjsonModelReader(byte[] file) {
    bytes = ByteBuffer.wrap(file);
  }

  static ModelValue read(byte[] file) {
    UbjsonModelReader reader = new UbjsonModelReader(file);
    try {
      ModelValue root = reader.value(reader.marker());
      if (reader.bytes.hasRemaining()) {
        throw reader.malformed("the file goes on after its value", "its end");
      }
      return root;
    } catch (BufferUnderflowException e) {
      throw new MalformedModelException(
          "file: ends at byte %d within a UBJSON value; expected a whole one"
              .formatted(file.length),
          e);
    }
  }

  private ModelValue value(char marker) {
    budget.spendValue();
    return switch (marker) {
      case '{' -> fields();
      case '[' -> array();
      case 'S' -> new ModelValue.Text(text());
      case 'C' -> new ModelValue.Text(String.valueOf((char) (bytes.get() & 0x7f)));
      case 'd' -> new ModelValue.Real(bytes.getFloat());
      case 'D' -> new ModelValue.Real((float) bytes.getDouble());
      case 'T' -> new ModelValue.Whole(1);
      case 'F' -> new ModelValue.Whole(0);
      case 'Z' -> new ModelValue.Nothing();
      default -> new ModelValue.Whole(whole(marker));
    };
  }

  private ModelValue fields() {
    budget.enter();
    Map<String, ModelValue> fields = new HashMap<>();
    if (takes('#')) {
      for (long left = count(); left > 0; left--) {
        addField(fields);
      }
    } else {
      while (!takes('}')) {
        addField(fields);
      }
    }
    budget.leave();
    return new ModelValue.Fields(fields);
  }

  private void addField(Map<String, ModelValue> fields) {
    String name = text();
    ModelValue value = value(marker());
    if (ReadBudget.isUnused(name)) {
      return;
    }
    if (fields.put(name, value) != null) {
      throw malformed("the field '%s' occurs twice in one object".formatted(name), "it once");
    }
  }

  private ModelValue array() {
    budget.enter();
    ModelValue array = takes('$') ? typedArray(marker()) : untypedArray();
    budget.leave();
    return array;
  }

  private ModelValue untypedArray() {
    ArrayCollector elements = new ArrayCollector();
    if (takes('#')) {
      for (long left = count(); left > 0; left--) {
        addElement(elements);
      }
    } else {
      while (!takes(']')) {
        addElement(elements);
      }
    }
    return elements.array();
  }

  /// Numbers are not charged one by one: they cost no more memory than a few times their bytes.
  private void addElement(ArrayCollector elements) {
    char marker = marker();
    switch (marker) {
      case 'd' -> elements.addReal(bytes.getFloat());
      case 'i', 'U', 'I', 'l', 'L' -> elements.addWhole(whole(marker));
      default -> elements.add(value(marker));
    }
  }

  private ModelValue typedArray(char type) {
    if (!takes('#')) {
      throw malformed("a typed array has no count", "'#' and a count");
    }
    int count = fitting(count(), bytesOf(type));
    return switch (type) {
      case 'd' -> floats(count);
      case 'D' -> doubles(count);
      default -> wholes(count, type);
    };
  }

  private ModelValue floats(int count) {
    float[] numbers = new float[count];
    bytes.asFloatBuffer().get(numbers);
    bytes.position(bytes.position() + count * Float.BYTES);
    return new ModelValue.Reals(numbers);
  }

  private ModelValue doubles(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) bytes.getDouble();
    }
    return new ModelValue.Reals(numbers);
  }

  private ModelValue wholes(int count, char type) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      long number = whole(type);
      if (number != (int) number) {
        throw malformed("an array holds %d".formatted(number), "a number of 32 bits");
      }
      numbers[i] = (int) number;
    }
    return new ModelValue.Wholes(numbers);
  }

  /// Only types that take room may be stated: a billion nulls would take none in the file.
  private int bytesOf(char type) {
    return switch (type) {
      case 'i', 'U' -> Byte.BYTES;
      case 'I' -> Short.BYTES;
      case 'l', 'd' -> Integer.BYTES;
      case 'L', 'D' -> Long.BYTES;
      default -> throw malformed("an array is of type '%s'".formatted(shown(type)), "numbers");
    };
  }

  private String text() {
    int length = fitting(count(), 1);
    if (length > Limits.TEXT_BYTES) {
      throw malformed("a text has %d bytes".formatted(length), "at most " + Limits.TEXT_BYTES);
    }
    ByteBuffer text = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedModelException(
          "byte %d: a text is not UTF-8; expected UTF-8".formatted(bytes.position()), e);
    }
  }

  private long count() {
    long count = whole(marker());
    if (count < 0) {
      throw malformed("a count is %d".formatted(count), "zero or more");
    }
    return count;
  }

  private int fitting(long count, int bytesEach) {
    if (count > bytes.remaining() / bytesEach) {
      throw malformed(
          "%d elements of %d bytes are announced".formatted(count, bytesEach),
          "no more than the %d bytes left".formatted(bytes.remaining()));
    }
    return (int) count;
  }

  private long whole(char marker) {
    return switch (marker) {
      case 'i' -> bytes.get();
      case 'U' -> bytes.get() & 0xff;
      case 'I' -> bytes.getShort();
      case 'l' -> bytes.getInt();
      case 'L' -> bytes.getLong();
      default -> throw malformed("the marker is '%s'".formatted(shown(marker)), "a UBJSON value");
    };
  }

  /// The next marker; no-ops before it are passed over.
  private char marker() {
    char marker = (char) (bytes.get() & 0xff);
    while (marker == 'N') {
      marker = (char) (bytes.get() & 0xff);
    }
    return marker;
  }

  private boolean takes(char expected) {
    bytes.mark();
    if (bytes.get() == expected) {
      return true;
    }
    bytes.reset();
    return false;
  }

  private MalformedModelException malformed(String found, String expected) {
    return new MalformedModelException(
        "byte %d: %s; expected %s".formatted(bytes.position(), found, expected));
  }

  private static String shown(char marker) {
    return marker > ' ' && marker < 0x7f
        ? String.valueOf(marker)
        : "0x%02x".formatted((int) marker);
  }
}
