package roundhouse.scoring.trees.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import roundhouse.scoring.trees.ensemble.Arithmetic;
import roundhouse.scoring.trees.ensemble.Link;
import roundhouse.scoring.trees.ensemble.MalformedModelException;

/// An image as bytes: magic number, version, checksum of all that follows, then numbers and arrays,
/// each array behind its length; little-endian.
final class ImageFile {
  private static final int MAGIC = 0x49544852;
  private static final int VERSION = 2;
  private static final long ARRAYS = 15;
  private static final int HEADER = 3 * Integer.BYTES;

  private final ByteBuffer bytes;

  private ImageFile(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  static ByteBuffer write(ImageData data) {
    ImageFile file = new ImageFile(ByteBuffer.allocate(Math.toIntExact(size(data))));
    file.bytes.putInt(MAGIC).putInt(VERSION).putInt(0);
    file.put(data);
    file.bytes.flip().putInt(2 * Integer.BYTES, checksum(file.bytes));
    return file.bytes.position(0);
  }

  static ImageData read(ByteBuffer image) {
    ImageFile file = new ImageFile(image.slice());
    try {
      file.requireHeader();
      ImageData data = file.get();
      if (file.bytes.hasRemaining()) {
        throw malformed("it goes on after its arrays");
      }
      new ImageCheck(data).requireConsistent();
      return data;
    } catch (BufferUnderflowException e) {
      throw malformed("it ends within its arrays");
    }
  }

  static long size(ImageData data) {
    long ints =
        Arrays.stream(
                new int[][] {
                  data.roots(),
                  data.margin(),
                  data.depth(),
                  data.narrow(),
                  data.place(),
                  data.used(),
                  data.rules(),
                  data.cuts(),
                  data.sets()
                })
            .mapToLong(array -> array.length)
            .sum();
    long longs = (long) data.wide().length + data.wideCuts().length + data.words().length;
    long doubles = (long) data.base().length + data.doubles().length;
    long text = data.arithmetic().name().length() + (long) data.link().name().length();
    long numbers = HEADER + text + 4L * Integer.BYTES + 3L * Double.BYTES;
    return numbers
        + Integer.BYTES * (ARRAYS + ints + data.floats().length)
        + Long.BYTES * (longs + doubles);
  }

  private void requireHeader() {
    if (bytes.getInt() != MAGIC) {
      throw malformed("it does not begin as one");
    }
    int version = bytes.getInt();
    if (version != VERSION) {
      throw malformed("it is of version %d instead of %d".formatted(version, VERSION));
    }
    if (bytes.getInt() != checksum(bytes)) {
      throw malformed("its checksum is another");
    }
  }

  private static int checksum(ByteBuffer image) {
    CRC32C checksum = new CRC32C();
    checksum.update(image.slice(HEADER, image.limit() - HEADER));
    return (int) checksum.getValue();
  }

  private static MalformedModelException malformed(String what) {
    return new MalformedModelException(
        "image: %s; expected an unaltered image of this version; build it anew from the model file"
            .formatted(what));
  }

  private void put(ImageData data) {
    putText(data.arithmetic().name());
    putText(data.link().name());
    bytes.putDouble(data.linkParameter()).putDouble(data.divisor());
    bytes.putDouble(data.smallestCategory());
    bytes.putInt(data.features()).putInt(data.firstCategorySlot());
    putDoubles(data.base());
    putInts(data.roots());
    putInts(data.margin());
    putInts(data.depth());
    putInts(data.narrow());
    putLongs(data.wide());
    putFloats(data.floats());
    putDoubles(data.doubles());
    putInts(data.place());
    putInts(data.used());
    putInts(data.rules());
    putInts(data.cuts());
    putLongs(data.wideCuts());
    putInts(data.sets());
    putLongs(data.words());
  }

  private ImageData get() {
    Arithmetic arithmetic = named(Arithmetic.values(), text());
    Link link = named(Link.values(), text());
    double linkParameter = bytes.getDouble();
    double divisor = bytes.getDouble();
    double smallestCategory = bytes.getDouble();
    int features = bytes.getInt();
    int firstCategorySlot = bytes.getInt();
    double[] base = doubles();
    int[] roots = ints();
    int[] margin = ints();
    int[] depth = ints();
    int[] narrow = ints();
    long[] wide = longs();
    float[] floats = floats();
    double[] doubles = doubles();
    int[] place = ints();
    int[] used = ints();
    int[] rules = ints();
    int[] cuts = ints();
    long[] wideCuts = longs();
    int[] sets = ints();
    long[] words = longs();
    return new ImageData(
        arithmetic,
        link,
        linkParameter,
        divisor,
        base,
        features,
        roots,
        margin,
        depth,
        narrow,
        wide,
        floats,
        doubles,
        place,
        used,
        rules,
        cuts,
        wideCuts,
        firstCategorySlot,
        smallestCategory,
        sets,
        words);
  }

  private static <E extends Enum<E>> E named(E[] values, String name) {
    Optional<E> found = Arrays.stream(values).filter(e -> e.name().equals(name)).findFirst();
    return found.orElseThrow(() -> malformed("it names what this version does not know"));
  }

  private void putText(String text) {
    bytes.putInt(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
  }

  private String text() {
    byte[] text = new byte[length(1)];
    bytes.get(text);
    return new String(text, StandardCharsets.US_ASCII);
  }

  private void putInts(int[] numbers) {
    bytes.putInt(numbers.length);
    bytes.asIntBuffer().put(numbers);
    skip(numbers.length, Integer.BYTES);
  }

  private int[] ints() {
    int[] numbers = new int[length(Integer.BYTES)];
    bytes.asIntBuffer().get(numbers);
    skip(numbers.length, Integer.BYTES);
    return numbers;
  }

  private void putLongs(long[] numbers) {
    bytes.putInt(numbers.length);
    bytes.asLongBuffer().put(numbers);
    skip(numbers.length, Long.BYTES);
  }

  private long[] longs() {
    long[] numbers = new long[length(Long.BYTES)];
    bytes.asLongBuffer().get(numbers);
    skip(numbers.length, Long.BYTES);
    return numbers;
  }

  private void putFloats(float[] numbers) {
    bytes.putInt(numbers.length);
    bytes.asFloatBuffer().put(numbers);
    skip(numbers.length, Float.BYTES);
  }

  private float[] floats() {
    float[] numbers = new float[length(Float.BYTES)];
    bytes.asFloatBuffer().get(numbers);
    skip(numbers.length, Float.BYTES);
    return numbers;
  }

  private void putDoubles(double[] numbers) {
    bytes.putInt(numbers.length);
    bytes.asDoubleBuffer().put(numbers);
    skip(numbers.length, Double.BYTES);
  }

  private double[] doubles() {
    double[] numbers = new double[length(Double.BYTES)];
    bytes.asDoubleBuffer().get(numbers);
    skip(numbers.length, Double.BYTES);
    return numbers;
  }

  private void skip(int length, int size) {
    bytes.position(bytes.position() + length * size);
  }

  /// Before memory is spent on so many elements.
  private int length(int size) {
    int length = bytes.getInt();
    if (length < 0 || length > bytes.remaining() / size) {
      throw malformed("an array has %d elements".formatted(length));
    }
    return length;
  }
}
