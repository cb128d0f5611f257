package roundhouse.http;

import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpStatus;
import roundhouse.http.problem.Problem;
import roundhouse.http.problem.RefusedRequestException;

/// How much one request may ask for.
///
/// @param bytes of a body
/// @param rows in a body
public record RequestLimits(int bytes, int rows) {
  /// The whole body; throws [RefusedRequestException] where it is longer than [#bytes()], of which
  /// no more are read.
  public byte[] read(InputStream body) throws IOException {
    byte[] read = body.readNBytes(bytes + 1);
    if (read.length > bytes) {
      throw new RefusedRequestException(
          HttpStatus.CONTENT_TOO_LARGE,
          new Problem(
              "Body",
              "longer than %d bytes".formatted(bytes),
              "at most %d bytes in one request".formatted(bytes),
              "send it as several requests"));
    }
    return read;
  }
}
