package roundhouse.scoring.server.http;

import org.springframework.http.HttpStatus;
import roundhouse.http.problem.Problem;
import roundhouse.http.problem.RefusedRequestException;
import roundhouse.scoring.decision.InputSchema;
import roundhouse.scoring.decision.ScoringModel;

/// The margins and outputs of a request's rows, row after row.
final class ScoredRows {
  private static final int MOST_VALUES = 1 << 22;

  private final ScoringModel model;
  private final int count;
  private final double[] margins;
  private final double[] outputs;

  private ScoredRows(ScoringModel model, int count) {
    this.model = model;
    this.count = count;
    this.margins = new double[count * model.margins()];
    this.outputs = new double[count * model.outputs()];
  }

  /// Room for the encoded rows of a request; throws [RefusedRequestException] where rows and inputs
  /// are so many that one request could take the memory of all others.
  static float[] matrix(int rows, InputSchema schema) {
    long values = (long) rows * schema.size();
    if (values > MOST_VALUES) {
      throw new RefusedRequestException(
          HttpStatus.CONTENT_TOO_LARGE,
          new Problem(
              "Rows",
              "%d of %d inputs".formatted(rows, schema.size()),
              "at most %d values in one request".formatted(MOST_VALUES),
              "send them in several requests"));
    }
    return new float[(int) values];
  }

  /// Scores them all.
  ///
  /// @param matrix encoded rows, one after the other
  static ScoredRows of(ScoringModel model, float[] matrix) {
    int width = model.schema().size();
    ScoredRows scored = new ScoredRows(model, matrix.length / width);
    double[] margins = new double[model.margins()];
    double[] outputs = new double[model.outputs()];
    for (int row = 0; row < scored.count; row++) {
      model.score(matrix, row * width, margins, outputs);
      System.arraycopy(margins, 0, scored.margins, row * margins.length, margins.length);
      System.arraycopy(outputs, 0, scored.outputs, row * outputs.length, outputs.length);
    }
    return scored;
  }

  ScoringModel model() {
    return model;
  }

  int count() {
    return count;
  }

  /// As many for each row as the model has.
  double[] margins() {
    return margins;
  }

  /// As many for each row as the model has.
  double[] outputs() {
    return outputs;
  }
}
