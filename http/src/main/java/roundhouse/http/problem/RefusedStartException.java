package roundhouse.http.problem;

import java.util.List;
import org.springframework.boot.ExitCodeGenerator;

/// The server cannot start as it is configured; the process ends with exit code 2 and every
/// problem, one a line.
public final class RefusedStartException extends RuntimeException implements ExitCodeGenerator {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // Never serialised.
  private final List<String> problems;

  public RefusedStartException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }

  @Override
  public int getExitCode() {
    return 2;
  }
}
