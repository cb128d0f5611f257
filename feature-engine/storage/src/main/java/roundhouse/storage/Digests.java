package roundhouse.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 as 64 lower-case hexadecimal digits: the form in which references, manifests and the
/// registry name content.
public final class Digests {
  private static final int CHUNK_BYTES = 1 << 16;

  private Digests() {}

  public static String sha256Hex(byte[] content) {
    return hex(sha256().digest(content));
  }

  /// Digest of the text's UTF-8 bytes.
  public static String sha256Hex(String text) {
    return sha256Hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Digest of a local file, read in chunks.
  public static String sha256Hex(Path file) {
    MessageDigest digest = sha256();
    try (InputStream input = Files.newInputStream(file)) {
      byte[] chunk = new byte[CHUNK_BYTES];
      for (int read = input.read(chunk); read >= 0; read = input.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return hex(digest.digest());
  }

  /// Digest of a whole stored object, read in chunks.
  public static String sha256Hex(ReadableObject object) throws IOException {
    MessageDigest digest = sha256();
    byte[] chunk = new byte[CHUNK_BYTES];
    for (long position = 0; position < object.size(); position += CHUNK_BYTES) {
      int length = (int) Math.min(CHUNK_BYTES, object.size() - position);
      object.readFully(position, chunk, 0, length);
      digest.update(chunk, 0, length);
    }
    return hex(digest.digest());
  }

  /// A fresh SHA-256 state, for content that comes in pieces.
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256: every Java platform has it", impossible);
    }
  }

  public static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
