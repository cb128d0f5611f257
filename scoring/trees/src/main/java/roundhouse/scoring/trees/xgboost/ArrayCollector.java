package roundhouse.scoring.trees.xgboost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import roundhouse.scoring.trees.ensemble.MalformedModelException;

/// Gathers the elements of one array, numbers in primitive arrays: whole numbers until the first
/// fraction appears, then float32.
final class ArrayCollector {
  private static final int FIRST_CAPACITY = 8;

  private int[] wholes = new int[0];
  private float[] reals = new float[0];
  private final List<ModelValue> items = new ArrayList<>();
  private int numbers;
  private boolean fractional;

  /// Adds an element of any kind; an array holds either numbers or none.
  void add(ModelValue value) {
    switch (value) {
      case ModelValue.Whole whole -> addWhole(whole.number());
      case ModelValue.Real real -> addReal(real.number());
      case ModelValue.Text _,
          ModelValue.Nothing _,
          ModelValue.Wholes _,
          ModelValue.Reals _,
          ModelValue.Items _,
          ModelValue.Fields _ ->
          addItem(value);
    }
  }

  void addWhole(long number) {
    refuseMixture(!items.isEmpty());
    if (number != (int) number) {
      throw new MalformedModelException(
          "array element %d: expected a number of 32 bits".formatted(number));
    }
    if (fractional) {
      addReal((float) number);
      return;
    }
    if (numbers == wholes.length) {
      wholes = Arrays.copyOf(wholes, Math.max(FIRST_CAPACITY, numbers + (numbers >> 1)));
    }
    wholes[numbers++] = (int) number;
  }

  void addReal(float number) {
    refuseMixture(!items.isEmpty());
    if (!fractional) {
      becomeFractional();
    }
    if (numbers == reals.length) {
      reals = Arrays.copyOf(reals, Math.max(FIRST_CAPACITY, numbers + (numbers >> 1)));
    }
    reals[numbers++] = number;
  }

  ModelValue array() {
    if (!items.isEmpty()) {
      return new ModelValue.Items(items);
    }
    return fractional
        ? new ModelValue.Reals(Arrays.copyOf(reals, numbers))
        : new ModelValue.Wholes(Arrays.copyOf(wholes, numbers));
  }

  private void addItem(ModelValue value) {
    refuseMixture(numbers > 0);
    items.add(value);
  }

  private void becomeFractional() {
    fractional = true;
    reals = new float[wholes.length];
    for (int i = 0; i < numbers; i++) {
      reals[i] = wholes[i];
    }
    wholes = new int[0];
  }

  private static void refuseMixture(boolean mixed) {
    if (mixed) {
      throw new MalformedModelException("array: holds numbers and other values; expected one kind");
    }
  }
}
