package roundhouse.featureengine.kernel;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Numbers for strings and lists, so that words can hold them: equal values have equal numbers.
///
/// Numbers mean something only within their pool, and nothing of it is ever dropped. Whoever holds
/// a pool for long throws it away with all words that came from it (and all folds, which it reads
/// back from their state) once it has grown too large, see [#size].
///
/// Numbers start at 1: a word of 0 is safe to overlook. For any number of threads; reading a value
/// takes no lock.
public final class ValuePool {
  private static final int CHUNK_BITS = 12;
  private static final int CHUNK_SIZE = 1 << CHUNK_BITS;
  private static final Object NOTHING = "";

  private final ConcurrentMap<Object, Integer> numbers = new ConcurrentHashMap<>();
  private volatile Object[][] chunks = {newChunk()};
  private int size = 1;

  /// The number of a string.
  public long of(String text) {
    return numberOf(text);
  }

  /// The number of a list.
  public long of(ListValue list) {
    return numberOf(list);
  }

  /// The string of that number.
  public String text(long number) {
    return (String) at(number);
  }

  /// The list of that number.
  public ListValue list(long number) {
    return (ListValue) at(number);
  }

  /// How many different values it holds.
  public synchronized int size() {
    return size - 1;
  }

  private Object at(long number) {
    return chunks[(int) (number >>> CHUNK_BITS)][(int) number & (CHUNK_SIZE - 1)];
  }

  private long numberOf(Object value) {
    Integer known = numbers.get(value);
    return known != null ? known : add(value);
  }

  private synchronized int add(Object value) {
    Integer raced = numbers.get(value);
    if (raced != null) {
      return raced;
    }
    int number = size;
    int chunk = number >>> CHUNK_BITS;
    if (chunk == chunks.length) {
      Object[][] more = Arrays.copyOf(chunks, chunk + 1);
      more[chunk] = newChunk();
      chunks = more;
    }
    chunks[chunk][number & (CHUNK_SIZE - 1)] = value;
    size++;
    // Published through the map, after the value is in its place.
    numbers.put(value, number);
    return number;
  }

  private static Object[] newChunk() {
    Object[] chunk = new Object[CHUNK_SIZE];
    Arrays.fill(chunk, NOTHING);
    return chunk;
  }
}
