package roundhouse.scoring.trees.xgboost;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/// A value of a model file, whichever of its formats the file has.
sealed interface ModelValue {
  record Text(String text) implements ModelValue {}

  record Whole(long number) implements ModelValue {}

  record Real(float number) implements ModelValue {}

  record Nothing() implements ModelValue {}

  /// An array of whole numbers only; one of no elements is a [Wholes] too.
  @SuppressWarnings("ArrayRecordComponent") // Never compared; boxing would cost tenfold.
  record Wholes(int[] numbers) implements ModelValue {}

  /// An array of numbers, at least one of which is written as a fraction.
  @SuppressWarnings("ArrayRecordComponent") // Never compared; boxing would cost tenfold.
  record Reals(float[] numbers) implements ModelValue {}

  record Items(List<ModelValue> items) implements ModelValue {
    public Items {
      items = List.copyOf(items);
    }
  }

  record Fields(Map<String, ModelValue> fields) implements ModelValue {
    public Fields {
      // Not Map.copyOf: names chosen to share a hash code would make it quadratic.
      fields = Collections.unmodifiableMap(fields);
    }
  }
}
