package roundhouse.scoring.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import roundhouse.http.problem.Problem;
import roundhouse.http.problem.RefusedRequestException;
import roundhouse.scoring.decision.InputSchema;
import roundhouse.scoring.decision.InvalidInputException;

/// From the tensors of a request to encoded rows, in one of two ways: a tensor for each input by
/// its name, or one tensor of another name with a column for each input in the schema's order, as
/// rows hold them (a truth as 0 or 1, a time in epoch microseconds, a category as its code).
final class InferenceRows {
  private final InputSchema schema;
  private final List<Tensor> tensors;

  InferenceRows(InputSchema schema, List<Tensor> tensors) {
    this.schema = schema;
    this.tensors = tensors;
  }

  private int count() {
    return tensors.getFirst().rows();
  }

  /// Row-major; throws [RefusedRequestException] naming what does not fit.
  float[] encode() {
    Tensor first = tensors.getFirst();
    if (tensors.size() == 1 && !schema.names().contains(first.name())) {
      return encodeMatrix(first);
    }
    return encodeNamed();
  }

  private float[] encodeMatrix(Tensor tensor) {
    if (tensor.columns() != schema.size() || tensor.datatype() == Datatype.BYTES) {
      throw refused(
          tensor,
          "%s of %d columns".formatted(tensor.datatype(), tensor.columns()),
          "numbers, a column for each of the model's %d inputs".formatted(schema.size()),
          "see GET /v1/models/{id} for their order, or send a tensor for each input by its name");
    }
    float[] matrix = ScoredRows.matrix(tensor.rows(), schema);
    RowProblems problems = new RowProblems(tensor.rows());
    for (int i = 0; i < matrix.length; i++) {
      try {
        matrix[i] = schema.encodeCoded(i % tensor.columns(), number(tensor.values().get(i)));
      } catch (InvalidInputException invalid) {
        problems.add(i / tensor.columns(), invalid);
      }
    }
    problems.throwIfAny();
    return matrix;
  }

  private static double number(@Nullable Object value) {
    return switch (value) {
      case null -> Double.NaN;
      case Boolean truth -> truth ? 1 : 0;
      case Number number -> number.doubleValue();
      default -> throw new IllegalStateException("A tensor of numbers holds " + value);
    };
  }

  private float[] encodeNamed() {
    requireOneColumnEach();
    int width = schema.size();
    float[] matrix = ScoredRows.matrix(count(), schema);
    RowProblems problems = new RowProblems(count());
    Map<String, @Nullable Object> row = new HashMap<>();
    for (int i = 0; i < count(); i++) {
      for (Tensor tensor : tensors) {
        row.put(tensor.name(), tensor.values().get(i));
      }
      try {
        System.arraycopy(schema.encode(row), 0, matrix, i * width, width);
      } catch (InvalidInputException invalid) {
        problems.add(i, invalid);
      }
    }
    problems.throwIfAny();
    return matrix;
  }

  private void requireOneColumnEach() {
    List<Problem> problems = new ArrayList<>();
    for (Tensor tensor : tensors) {
      if (tensor.columns() != 1 || tensor.rows() != count()) {
        problems.add(
            new Problem(
                "Tensor '%s'".formatted(tensor.name()),
                "%d rows of %d columns".formatted(tensor.rows(), tensor.columns()),
                "%d rows of one column, as the first tensor has".formatted(count()),
                "send a value of each input for each row"));
      }
    }
    if (!problems.isEmpty()) {
      throw new RefusedRequestException(HttpStatus.BAD_REQUEST, problems);
    }
  }

  private static RefusedRequestException refused(
      Tensor tensor, String value, String expectation, String remedy) {
    return new RefusedRequestException(
        HttpStatus.BAD_REQUEST,
        new Problem("Tensor '%s'".formatted(tensor.name()), value, expectation, remedy));
  }
}
