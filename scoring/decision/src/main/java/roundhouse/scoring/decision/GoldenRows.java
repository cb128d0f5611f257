package roundhouse.scoring.decision;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Encoded rows with the margins that the trainer's library gave for them, reloaded from the saved
/// file. They travel with the model and are scored again wherever it is loaded. Immutable.
public final class GoldenRows {
  /// More prove nothing more and slow every load.
  public static final int MAX_ROWS = 10_000;

  private final int features;
  private final float[] matrix;
  private final double[] margins;

  /// Throws [InvalidInputException] listing every problem.
  ///
  /// @param matrix row-major, one float32 for each feature, NaN for missing, no infinity
  /// @param margins row-major, as many for each row as the model has, each finite; a float32 is
  ///   widened
  public GoldenRows(int features, float[] matrix, double[] margins) {
    this.features = features;
    this.matrix = matrix.clone();
    this.margins = margins.clone();
    InvalidInputException.throwIfAny(problems());
  }

  /// The JSON form; null stands for NaN, which JSON does not have.
  private record Stored(
      @JsonSetter(contentNulls = Nulls.SET) List<@Nullable List<@Nullable Float>> rows,
      List<Double> margins) {}

  /// Reads [#toJson()]; throws [InvalidInputException] listing every problem.
  public static GoldenRows parse(byte[] json) {
    Stored stored = StoredJson.read("golden rows", json, Stored.class);
    List<@Nullable Float> values = new ArrayList<>();
    int features = -1;
    for (List<@Nullable Float> row : stored.rows()) {
      if (row == null || (features >= 0 && features != row.size())) {
        throw new InvalidInputException(
            new InputProblem(
                "golden rows", "rows of several lengths", "one length", "restore the file"));
      }
      features = row.size();
      values.addAll(row);
    }
    return new GoldenRows(
        features,
        floats(values),
        stored.margins().stream().mapToDouble(margin -> margin).toArray());
  }

  /// Rows as the shortest decimals of their float32, null for NaN; margins as those of float64.
  public byte[] toJson() {
    List<@Nullable List<@Nullable Float>> rows = new ArrayList<>();
    for (int i = 0; i < rows(); i++) {
      rows.add(numbers(row(i)));
    }
    return StoredJson.write(new Stored(rows, Arrays.stream(margins).boxed().toList()));
  }

  public int rows() {
    return features < 1 ? 0 : matrix.length / features;
  }

  /// The number of margins of each row.
  public int margins() {
    return margins.length / rows();
  }

  public int features() {
    return features;
  }

  public float[] row(int index) {
    return Arrays.copyOfRange(matrix, index * features, (index + 1) * features);
  }

  /// The margins of a row.
  public double[] margins(int index) {
    return Arrays.copyOfRange(margins, index * margins(), (index + 1) * margins());
  }

  private List<InputProblem> problems() {
    List<InputProblem> problems = new ArrayList<>();
    if (rows() < 1 || rows() > MAX_ROWS) {
      problems.add(
          new InputProblem("golden rows", rows() + " rows", "1 to " + MAX_ROWS, "choose as many"));
    }
    if (rows() < 1
        || rows() * features != matrix.length
        || margins.length < 1
        || margins.length % rows() != 0) {
      problems.add(
          new InputProblem(
              "golden rows",
              "%d values, %d margins".formatted(matrix.length, margins.length),
              "%d values and as many margins for each row".formatted(features),
              "score the rows again"));
    }
    for (int i = 0; i < matrix.length; i++) {
      if (Float.isInfinite(matrix[i])) {
        problems.add(wrongNumber("golden row", i, "infinite", "numbers and NaN"));
        break;
      }
    }
    for (int i = 0; i < margins.length; i++) {
      if (!Double.isFinite(margins[i])) {
        problems.add(wrongNumber("golden margin", i, "not finite", "a number"));
        break;
      }
    }
    return problems;
  }

  private static InputProblem wrongNumber(
      String subject, int place, String found, String expectation) {
    return new InputProblem(
        "%s at place %d".formatted(subject, place), found, expectation, "score the rows again");
  }

  private static List<@Nullable Float> numbers(float[] values) {
    List<@Nullable Float> numbers = new ArrayList<>(values.length);
    for (float value : values) {
      numbers.add(Float.isNaN(value) ? null : value);
    }
    return numbers;
  }

  private static float[] floats(List<? extends @Nullable Float> numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      Float number = numbers.get(i);
      values[i] = number == null ? Float.NaN : number;
    }
    return values;
  }
}
