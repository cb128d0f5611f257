package roundhouse.featureengine.batch.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;
import roundhouse.featureengine.batch.parquet.encoding.ByteSink;

/// How the pages of a file are compressed. Files by others may also be compressed by gzip, which is
/// read and not written.
public enum Codec {
  UNCOMPRESSED,
  SNAPPY,
  ZSTD;

  private static final int ZSTD_LEVEL = 3;

  /// A page may not claim to hold more than this many times its bytes. The formats' own bounds, but
  /// for Zstandard, which packs a repeated byte without bound.
  private static final long MAX_EXPANSION = 1 << 16;

  CompressionCodec format() {
    return switch (this) {
      case UNCOMPRESSED -> CompressionCodec.UNCOMPRESSED;
      case SNAPPY -> CompressionCodec.SNAPPY;
      case ZSTD -> CompressionCodec.ZSTD;
    };
  }

  /// Adds the compressed form of a page.
  void compress(byte[] page, int size, ByteSink target) {
    switch (this) {
      case UNCOMPRESSED -> target.write(page, 0, size);
      case SNAPPY -> compressSnappy(page, size, target);
      case ZSTD -> compressZstd(page, size, target);
    }
  }

  private static void compressSnappy(byte[] page, int size, ByteSink target) {
    int at = target.grow(Snappy.maxCompressedLength(size));
    try {
      target.truncate(at + Snappy.compress(page, 0, size, target.array(), at));
    } catch (IOException e) {
      throw new IllegalStateException("A page of %d bytes cannot be compressed".formatted(size), e);
    }
  }

  private static void compressZstd(byte[] page, int size, ByteSink target) {
    int most = (int) Zstd.compressBound(size);
    int at = target.grow(most);
    long written =
        Zstd.compressByteArray(target.array(), at, most, page, 0, size, ZSTD_LEVEL, false);
    if (Zstd.isError(written)) {
      throw new IllegalStateException(Zstd.getErrorName(written));
    }
    target.truncate(at + (int) written);
  }

  /// Throws where a page of `compressed` bytes cannot hold `uncompressed`: checked before memory is
  /// allocated for it.
  static void requirePlausible(CompressionCodec codec, int compressed, int uncompressed) {
    long most =
        codec == CompressionCodec.UNCOMPRESSED
            ? compressed
            : Math.max(1, compressed) * MAX_EXPANSION;
    if (compressed < 0 || uncompressed < 0 || uncompressed > most) {
      throw new MalformedTable(
          "a page of %d bytes claims to hold %d".formatted(compressed, uncompressed));
    }
  }

  /// Fills `target` from the start with the `size` bytes that a page holds.
  static void decompress(
      CompressionCodec codec, byte[] page, int from, int length, byte[] target, int at, int size) {
    try {
      long found =
          switch (codec) {
            case SNAPPY -> decompressSnappy(page, from, length, target, at, size);
            case ZSTD -> Zstd.decompressByteArray(target, at, size, page, from, length);
            case GZIP -> decompressGzip(page, from, length, target, at, size);
            case UNCOMPRESSED, LZO, BROTLI, LZ4, LZ4_RAW ->
                throw new MalformedTable("pages compressed by " + codec);
          };
      if (found != size) {
        throw new MalformedTable(
            "a page does not hold the %d bytes that it claims".formatted(size));
      }
    } catch (IOException e) {
      throw new MalformedTable(e);
    }
  }

  private static long decompressSnappy(
      byte[] page, int from, int length, byte[] target, int at, int size) throws IOException {
    // The native code trusts this length, and would write past the array.
    if (Snappy.uncompressedLength(page, from, length) != size || size > target.length - at) {
      return -1;
    }
    return Snappy.uncompress(page, from, length, target, at);
  }

  private static long decompressGzip(
      byte[] page, int from, int length, byte[] target, int at, int size) throws IOException {
    try (var stream = new GZIPInputStream(new ByteArrayInputStream(page, from, length))) {
      int found = stream.readNBytes(target, at, size);
      return stream.read() < 0 ? found : -1;
    }
  }

  /// Whether pages compressed so are read.
  static boolean isReadable(CompressionCodec codec) {
    return switch (codec) {
      case UNCOMPRESSED, SNAPPY, ZSTD, GZIP -> true;
      case LZO, BROTLI, LZ4, LZ4_RAW -> false;
    };
  }
}
