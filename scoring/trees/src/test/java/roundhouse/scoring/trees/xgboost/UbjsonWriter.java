package roundhouse.scoring.trees.xgboost;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes UBJSON by hand for tests, well-formed or not.
final class UbjsonWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  UbjsonWriter raw(String markers) {
    out.writeBytes(markers.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  UbjsonWriter length(long value) {
    out.write('L');
    out.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
    return this;
  }

  UbjsonWriter key(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    length(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
