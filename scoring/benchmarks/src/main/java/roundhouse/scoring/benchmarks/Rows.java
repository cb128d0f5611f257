package roundhouse.scoring.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// Row-major float32 rows from a file of little-endian numbers.
final class Rows {
  private final float[] matrix;
  private final int width;

  private Rows(float[] matrix, int width) {
    this.matrix = matrix;
    this.width = width;
  }

  static Rows read(Path file, int width) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] matrix = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(matrix);
    return new Rows(matrix, width);
  }

  float[] matrix() {
    return matrix;
  }

  int width() {
    return width;
  }

  int count() {
    return matrix.length / width;
  }
}
