package roundhouse.featureengine.batch.parquet;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Type;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import roundhouse.featureengine.batch.parquet.encoding.DeltaReader;
import roundhouse.featureengine.batch.parquet.encoding.HybridReader;
import roundhouse.featureengine.batch.parquet.encoding.LittleEndian;
import roundhouse.featureengine.kernel.Utf8;

/// The values of a page, nulls left out, as the words of a vector. What is frequent is decoded
/// here; for the rest Parquet's own readers are asked value by value.
abstract class ValueReader {
  /// Puts the next `count` values into the vector, from `at` on.
  abstract void read(ColumnVector vector, int at, int count);

  /// The values that `bytes` holds from `from` to `end`.
  ///
  /// @param count how many values the page has, nulls among them
  static ValueReader of(Leaf leaf, Encoding encoding, byte[] bytes, int from, int end, int count) {
    return switch (encoding) {
      case PLAIN -> plain(leaf, bytes, from, end);
      case DELTA_BINARY_PACKED -> new Delta(leaf, new DeltaReader(bytes, from, end));
      case RLE, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY, BYTE_STREAM_SPLIT ->
          new Stock(leaf, encoding, bytes, from, end, count);
      case PLAIN_DICTIONARY, RLE_DICTIONARY, BIT_PACKED ->
          throw new MalformedTable("values encoded as %s without a dictionary".formatted(encoding));
    };
  }

  private static ValueReader plain(Leaf leaf, byte[] bytes, int from, int end) {
    return switch (leaf.physical()) {
      case BOOLEAN -> new PlainBooleans(bytes, from, end);
      case INT32, INT64, FLOAT, DOUBLE -> new PlainNumbers(leaf, bytes, from, end);
      case BYTE_ARRAY -> new PlainTexts(bytes, from, end);
      case FIXED_LEN_BYTE_ARRAY -> new PlainDecimals(leaf.length(), bytes, from, end);
      case INT96 -> throw new MalformedTable("values of 96 bits");
    };
  }

  private static void requireBytes(long wanted, int from, int end) {
    if (wanted > end - from) {
      throw new MalformedTable("a page ends before its values");
    }
  }

  private static final class PlainNumbers extends ValueReader {
    private final Leaf leaf;
    private final byte[] bytes;
    private final int end;
    private final int width;
    private int position;

    PlainNumbers(Leaf leaf, byte[] bytes, int from, int end) {
      this.leaf = leaf;
      this.bytes = bytes;
      this.end = end;
      boolean isInt = leaf.physical() == Type.INT32 || leaf.physical() == Type.FLOAT;
      width = isInt ? Integer.BYTES : Long.BYTES;
      position = from;
    }

    @Override
    void read(ColumnVector vector, int at, int count) {
      requireBytes((long) count * width, position, end);
      long[] words = vector.words();
      if (width == Long.BYTES) {
        LittleEndian.getLongs(bytes, position, words, at, count);
      } else if (leaf.physical() == Type.FLOAT) {
        readFloats(words, at, count);
      } else {
        readInts(words, at, count);
      }
      position += count * width;
      leaf.scale(words, at, count);
    }

    private void readInts(long[] words, int at, int count) {
      for (int i = 0; i < count; i++) {
        words[at + i] = LittleEndian.getInt(bytes, position + i * Integer.BYTES);
      }
    }

    private void readFloats(long[] words, int at, int count) {
      for (int i = 0; i < count; i++) {
        float value =
            Float.intBitsToFloat(LittleEndian.getInt(bytes, position + i * Integer.BYTES));
        words[at + i] = Double.doubleToRawLongBits(value);
      }
    }
  }

  private static final class PlainBooleans extends ValueReader {
    private final byte[] bytes;
    private final long end;
    private long bit;

    PlainBooleans(byte[] bytes, int from, int end) {
      this.bytes = bytes;
      this.end = (long) end * Byte.SIZE;
      bit = (long) from * Byte.SIZE;
    }

    @Override
    void read(ColumnVector vector, int at, int count) {
      if (count > end - bit) {
        throw new MalformedTable("a page ends before its values");
      }
      long[] words = vector.words();
      for (int i = at; i < at + count; i++, bit++) {
        words[i] = ((long) bytes[(int) (bit >>> 3)] >>> (bit & 7)) & 1;
      }
    }
  }

  private static final class PlainTexts extends ValueReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    PlainTexts(byte[] bytes, int from, int end) {
      this.bytes = bytes;
      this.end = end;
      position = from;
    }

    @Override
    void read(ColumnVector vector, int at, int count) {
      for (int i = at; i < at + count; i++) {
        requireBytes(Integer.BYTES, position, end);
        int length = LittleEndian.getInt(bytes, position);
        position += Integer.BYTES;
        if (length < 0 || length > end - position) {
          throw new MalformedTable("a text of %d bytes ends past its page".formatted(length));
        }
        vector.words()[i] = vector.addObject(Utf8.text(bytes, position, length));
        position += length;
      }
    }
  }

  /// Decimals as bytes of one length, the highest first.
  private static final class PlainDecimals extends ValueReader {
    private final int length;
    private final byte[] bytes;
    private final int end;
    private int position;

    PlainDecimals(int length, byte[] bytes, int from, int end) {
      this.length = length;
      this.bytes = bytes;
      this.end = end;
      position = from;
    }

    @Override
    void read(ColumnVector vector, int at, int count) {
      requireBytes((long) count * length, position, end);
      for (int i = at; i < at + count; i++, position += length) {
        vector.words()[i] = new BigInteger(bytes, position, length).longValueExact();
      }
    }
  }

  private static final class Delta extends ValueReader {
    private final Leaf leaf;
    private final DeltaReader values;

    Delta(Leaf leaf, DeltaReader values) {
      this.leaf = leaf;
      this.values = values;
    }

    @Override
    void read(ColumnVector vector, int at, int count) {
      values.read(vector.words(), at, count);
      if (leaf.physical() == Type.INT32) {
        truncate(vector.words(), at, count);
      }
      leaf.scale(vector.words(), at, count);
    }

    /// Differences of 32 bits wrap around.
    private static void truncate(long[] words, int at, int count) {
      for (int i = at; i < at + count; i++) {
        words[i] = (int) words[i];
      }
    }
  }

  /// Values that are numbers of a dictionary's words.
  static final class Numbered extends ValueReader {
    private final long[] dictionary;
    private final HybridReader numbers;
    private int[] buffer = new int[0];

    Numbered(long[] dictionary, HybridReader numbers) {
      this.dictionary = dictionary;
      this.numbers = numbers;
    }

    @Override
    void read(ColumnVector vector, int at, int count) {
      if (buffer.length < count) {
        buffer = new int[count];
      }
      numbers.read(buffer, 0, count);
      long[] words = vector.words();
      for (int i = 0; i < count; i++) {
        words[at + i] = dictionary[buffer[i]];
      }
    }
  }

  /// What is rare, through Parquet's own readers.
  private static final class Stock extends ValueReader {
    private final Leaf leaf;
    private final ValuesReader values;

    Stock(Leaf leaf, Encoding encoding, byte[] bytes, int from, int end, int count) {
      this.leaf = leaf;
      var name = PrimitiveTypeName.valueOf(name(leaf.physical()));
      var type =
          new PrimitiveType(
              org.apache.parquet.schema.Type.Repetition.OPTIONAL, name, leaf.length(), "value");
      var descriptor = new ColumnDescriptor(new String[] {"value"}, type, 0, 1);
      values =
          org.apache.parquet.column.Encoding.valueOf(encoding.name())
              .getValuesReader(descriptor, ValuesType.VALUES);
      try {
        ByteBuffer page = ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, end));
        values.initFromPage(count, ByteBufferInputStream.wrap(page));
      } catch (IOException e) {
        throw new MalformedTable(e);
      }
    }

    private static String name(Type physical) {
      return physical == Type.BYTE_ARRAY ? "BINARY" : physical.name();
    }

    @Override
    void read(ColumnVector vector, int at, int count) {
      for (int i = at; i < at + count; i++) {
        vector.words()[i] = readOne(vector);
      }
      leaf.scale(vector.words(), at, count);
    }

    private static String text(byte[] bytes) {
      return Utf8.text(bytes, 0, bytes.length);
    }

    private long readOne(ColumnVector vector) {
      return switch (leaf.physical()) {
        case BOOLEAN -> values.readBoolean() ? 1 : 0;
        case INT32 -> values.readInteger();
        case INT64 -> values.readLong();
        case FLOAT -> Double.doubleToRawLongBits(values.readFloat());
        case DOUBLE -> Double.doubleToRawLongBits(values.readDouble());
        case BYTE_ARRAY -> vector.addObject(text(values.readBytes().getBytesUnsafe()));
        case FIXED_LEN_BYTE_ARRAY ->
            new BigInteger(values.readBytes().getBytesUnsafe()).longValueExact();
        case INT96 -> throw new MalformedTable("values of 96 bits");
      };
    }
  }
}
