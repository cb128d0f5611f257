package roundhouse.http.problem;

import java.util.List;
import org.springframework.http.HttpStatus;

/// A request that is answered with a refusal.
public final class RefusedRequestException extends RuntimeException {
  private final HttpStatus status;

  @SuppressWarnings("serial") // Records of strings; never serialised.
  private final List<Problem> problems;

  public RefusedRequestException(HttpStatus status, Problem problem) {
    this(status, List.of(problem));
  }

  public RefusedRequestException(HttpStatus status, List<Problem> problems) {
    // Refusals are frequent and their stack says nothing.
    super(problems.getFirst().toString(), null, false, false);
    this.status = status;
    this.problems = List.copyOf(problems);
  }

  public HttpStatus status() {
    return status;
  }

  public List<Problem> problems() {
    return problems;
  }
}
