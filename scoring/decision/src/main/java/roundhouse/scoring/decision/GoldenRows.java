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
  private final float[] margins;

  /// Throws [InvalidInputException] listing every problem.
  ///
  /// @param matrix row-major, one float32 for each feature, NaN for missing, no infinity
  /// @param margins one for each row, each finite
  public GoldenRows(int features, float[] matrix, float[] margins) {
    this.features = features;
    this.matrix = matrix.clone();
    this.margins = margins.clone();
    InvalidInputException.throwIfAny(problems());
  }

  /// The JSON form; null stands for NaN, which JSON does not have.
  private record Stored(
      @JsonSetter(contentNulls = Nulls.SET) List<@Nullable List<@Nullable Float>> rows,
      List<Float> margins) {}

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
    return new GoldenRows(features, floats(values), floats(stored.margins()));
  }

  /// Rows and margins as the shortest decimals of their float32, null for NaN.
  public byte[] toJson() {
    List<@Nullable List<@Nullable Float>> rows = new ArrayList<>();
    for (int i = 0; i < rows(); i++) {
      rows.add(numbers(row(i)));
    }
    return StoredJson.write(new Stored(rows, numbers(margins)));
  }

  public int rows() {
    return margins.length;
  }

  public int features() {
    return features;
  }

  public float[] row(int index) {
    return Arrays.copyOfRange(matrix, index * features, (index + 1) * features);
  }

  public float margin(int index) {
    return margins[index];
  }

  private List<InputProblem> problems() {
    List<InputProblem> problems = new ArrayList<>();
    if (margins.length < 1 || margins.length > MAX_ROWS) {
      problems.add(
          new InputProblem(
              "golden rows", margins.length + " rows", "1 to " + MAX_ROWS, "choose as many"));
    }
    if (features < 1 || (long) features * margins.length != matrix.length) {
      problems.add(
          new InputProblem(
              "golden rows",
              "%d values, %d margins".formatted(matrix.length, margins.length),
              "%d values and one margin for each row".formatted(features),
              "score the rows again"));
    }
    requireNone("golden row", "infinite", "numbers and NaN", matrix, Float::isInfinite, problems);
    requireNone(
        "golden margin", "not finite", "a number", margins, v -> !Float.isFinite(v), problems);
    return problems;
  }

  private interface FloatTest {
    boolean test(float value);
  }

  private static void requireNone(
      String subject,
      String found,
      String expectation,
      float[] values,
      FloatTest wrong,
      List<InputProblem> problems) {
    for (int i = 0; i < values.length; i++) {
      if (wrong.test(values[i])) {
        String place = "%s at place %d".formatted(subject, i);
        problems.add(new InputProblem(place, found, expectation, "score the rows again"));
        return;
      }
    }
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
