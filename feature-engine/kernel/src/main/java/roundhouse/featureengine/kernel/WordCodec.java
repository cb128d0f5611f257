package roundhouse.featureengine.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The portable form of words: strings and lists inline, so that the bytes mean the same in every
/// process. Equal words give equal bytes, so bytes of keys may be compared.
///
/// For one thread at a time.
public final class WordCodec {
  private static final int NULL = 0;
  private static final int FALSE = 1;
  private static final int TRUE = 2;
  private static final int LONG = 3;
  private static final int DOUBLE = 4;
  private static final int TEXT = 5;

  private final ValueKind[] kinds;
  private final ValuePool pool;

  private WordCodec(List<ValueKind> kinds, ValuePool pool) {
    this.kinds = kinds.toArray(ValueKind[]::new);
    this.pool = pool;
  }

  /// A codec of words of these kinds: [RecordLayout#kinds], [RecordLayout#keys] or
  /// [OutputLayout#kinds].
  public static WordCodec of(List<ValueKind> kinds, ValuePool pool) {
    return new WordCodec(kinds, pool);
  }

  public void write(long[] words, int at, ByteWriter bytes) {
    for (int i = 0; i < kinds.length; i++) {
      write(kinds[i], words[at + i], bytes);
    }
  }

  /// Reads as many words as there are kinds.
  ///
  /// @throws UnreadableStateException if the bytes are not such words
  public void read(ByteReader bytes, long[] words, int at) {
    for (int i = 0; i < kinds.length; i++) {
      words[at + i] = read(kinds[i], bytes);
    }
  }

  private void write(ValueKind kind, long word, ByteWriter bytes) {
    switch (kind) {
      case LONG -> bytes.putLong(word);
      case DOUBLE -> bytes.putFixed(word);
      case TEXT -> {
        bytes.putByte(word == 0 ? 0 : 1);
        if (word != 0) {
          bytes.putText(pool.text(word));
        }
      }
      case LIST -> {
        bytes.putByte(word == 0 ? 0 : 1);
        if (word != 0) {
          write(pool.list(word), bytes);
        }
      }
    }
  }

  private long read(ValueKind kind, ByteReader bytes) {
    return switch (kind) {
      case LONG -> bytes.readLong();
      case DOUBLE -> bytes.readFixed();
      case TEXT -> bytes.readByte() == 0 ? 0 : pool.of(bytes.readText());
      case LIST -> bytes.readByte() == 0 ? 0 : pool.of(readList(bytes));
    };
  }

  private static void write(ListValue list, ByteWriter bytes) {
    bytes.putLong(list.size());
    for (Object element : list.elements()) {
      switch (element) {
        case null -> bytes.putByte(NULL);
        case Boolean value -> bytes.putByte(value ? TRUE : FALSE);
        case Long value -> {
          bytes.putByte(LONG);
          bytes.putLong(value);
        }
        case Double value -> {
          bytes.putByte(DOUBLE);
          bytes.putFixed(Double.doubleToLongBits(value));
        }
        case String value -> {
          bytes.putByte(TEXT);
          bytes.putText(value);
        }
        default -> throw new IllegalStateException("No element of a list: " + element);
      }
    }
  }

  private static ListValue readList(ByteReader bytes) {
    int size = bytes.readCount(1);
    List<@Nullable Object> elements = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      int tag = bytes.readByte();
      elements.add(
          switch (tag) {
            case NULL -> null;
            case FALSE -> false;
            case TRUE -> true;
            case LONG -> bytes.readLong();
            case DOUBLE -> Double.longBitsToDouble(bytes.readFixed());
            case TEXT -> bytes.readText();
            default -> throw new UnreadableStateException("element tag " + tag);
          });
    }
    try {
      return new ListValue(elements);
    } catch (IllegalArgumentException e) {
      throw new UnreadableStateException("a list of mixed elements");
    }
  }
}
