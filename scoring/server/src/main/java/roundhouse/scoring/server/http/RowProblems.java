package roundhouse.scoring.server.http;

import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import roundhouse.http.problem.Problem;
import roundhouse.http.problem.RefusedRequestException;
import roundhouse.scoring.decision.InputProblem;
import roundhouse.scoring.decision.InvalidInputException;

/// The problems of a request's rows, of which the first are shown.
final class RowProblems {
  private static final int SHOWN = 100;

  private final int rows;
  private final List<Problem> shown = new ArrayList<>();
  private int count;

  /// @param rows of the request; the row is named where there are several
  RowProblems(int rows) {
    this.rows = rows;
  }

  void add(int row, InvalidInputException invalid) {
    for (InputProblem problem : invalid.problems()) {
      count++;
      if (shown.size() < SHOWN) {
        String place = rows == 1 ? "" : "Row %d: ".formatted(row);
        shown.add(
            new Problem(
                place + problem.subject(),
                problem.value(),
                problem.expectation(),
                problem.remedy()));
      }
    }
  }

  void throwIfAny() {
    if (count == 0) {
      return;
    }
    List<Problem> problems = new ArrayList<>(shown);
    if (count > SHOWN) {
      problems.add(
          new Problem(
              "Problems",
              Integer.toString(count),
              "none",
              "mend the first %d, which are listed, and try again".formatted(SHOWN)));
    }
    throw new RefusedRequestException(HttpStatus.BAD_REQUEST, problems);
  }
}
