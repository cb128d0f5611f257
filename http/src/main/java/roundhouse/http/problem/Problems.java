package roundhouse.http.problem;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/// Writes refusals as `application/problem+json`: `type` about:blank, `title` the status in words,
/// `status`, `detail` with one line for each problem, and `problems` with the same in parts.
public final class Problems {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Problems() {}

  @JsonPropertyOrder({"type", "title", "status", "detail", "problems"})
  record Body(String type, String title, int status, String detail, List<Problem> problems) {}

  public static ResponseEntity<byte[]> response(
      HttpStatus status, HttpHeaders headers, List<Problem> problems) {
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(json(status, problems));
  }

  public static void write(HttpServletResponse response, HttpStatus status, Problem problem)
      throws IOException {
    byte[] body = json(status, List.of(problem));
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  public static byte[] json(HttpStatus status, List<Problem> problems) {
    String detail = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    return JSON.writeValueAsBytes(
        new Body("about:blank", status.getReasonPhrase(), status.value(), detail, problems));
  }
}
