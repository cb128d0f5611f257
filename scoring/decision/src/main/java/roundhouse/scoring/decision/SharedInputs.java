package roundhouse.scoring.decision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The inputs of several models that score one thing: what two of them define alike is encoded once
/// for both. Immutable and safe for any number of threads.
public final class SharedInputs {
  private final List<Input> inputs;
  private final InputEncoder[] encoders;

  /// For each schema and input its place in the vector.
  private final int[][] places;

  public SharedInputs(List<InputSchema> schemas) {
    Map<Input, Integer> placeOf = new LinkedHashMap<>();
    this.places = new int[schemas.size()][];
    for (int i = 0; i < places.length; i++) {
      places[i] =
          schemas.get(i).inputs().stream()
              .mapToInt(input -> placeOf.computeIfAbsent(input, _ -> placeOf.size()))
              .toArray();
    }
    this.inputs = List.copyOf(placeOf.keySet());
    this.encoders = inputs.stream().map(InputEncoder::new).toArray(InputEncoder[]::new);
  }

  /// The number of distinct inputs.
  public int size() {
    return inputs.size();
  }

  /// Encodes what the values name; an absent one counts as null. A value that is refused is a
  /// problem of those models only that take it.
  public Vector encode(Map<String, ? extends @Nullable Object> values) {
    float[] vector = new float[encoders.length];
    List<List<InputProblem>> problems = new ArrayList<>(encoders.length);
    for (int i = 0; i < vector.length; i++) {
      List<InputProblem> own = new ArrayList<>(0);
      vector[i] = encoders[i].named(values.get(inputs.get(i).name()), own::add);
      problems.add(own);
    }
    return new Vector(vector, problems);
  }

  /// The encoded values of one thing to score.
  public final class Vector {
    private final float[] values;
    private final List<List<InputProblem>> problems;

    private Vector(float[] values, List<List<InputProblem>> problems) {
      this.values = values;
      this.problems = problems;
    }

    /// What a model refuses of the values.
    ///
    /// @param schema its schema's number
    public List<InputProblem> problems(int schema) {
      List<InputProblem> found = new ArrayList<>(0);
      for (int place : places[schema]) {
        found.addAll(problems.get(place));
      }
      return found;
    }

    /// A model's row.
    ///
    /// @param schema its schema's number
    public float[] row(int schema) {
      float[] row = new float[places[schema].length];
      for (int i = 0; i < row.length; i++) {
        row[i] = values[places[schema][i]];
      }
      return row;
    }
  }
}
