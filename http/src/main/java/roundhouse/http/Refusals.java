package roundhouse.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import roundhouse.http.problem.Problem;
import roundhouse.http.problem.Problems;
import roundhouse.http.problem.RefusedRequestException;

/// Makes a problem detail of whatever a route throws.
@RestControllerAdvice
class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  @ExceptionHandler
  ResponseEntity<byte[]> refused(RefusedRequestException refused) {
    return Problems.response(refused.status(), HttpHeaders.EMPTY, refused.problems());
  }

  /// What Spring itself refuses (method, media type), and bugs, whose text stays in the log.
  @ExceptionHandler
  ResponseEntity<byte[]> failed(Exception failure, HttpServletRequest request) {
    String route = request.getMethod() + " " + request.getRequestURI();
    if (failure instanceof ErrorResponse refusal) {
      HttpStatus status = HttpStatus.valueOf(refusal.getStatusCode().value());
      return Problems.response(
          status,
          refusal.getHeaders(),
          List.of(new Problem("Request", route, expectation(status), "correct it and try again")));
    }
    LOG.error("{} failed", route, failure);
    return Problems.response(
        HttpStatus.INTERNAL_SERVER_ERROR,
        HttpHeaders.EMPTY,
        List.of(
            new Problem(
                "Request",
                route,
                "to be answered",
                "report this with the server's log, it is a bug")));
  }

  private static String expectation(HttpStatus status) {
    return switch (status) {
      case METHOD_NOT_ALLOWED -> "one of the methods in the header Allow";
      case UNSUPPORTED_MEDIA_TYPE -> "the header 'Content-Type: application/json'";
      case NOT_FOUND -> "a route of the server";
      default -> "an acceptable request (%s)".formatted(status.getReasonPhrase());
    };
  }
}
