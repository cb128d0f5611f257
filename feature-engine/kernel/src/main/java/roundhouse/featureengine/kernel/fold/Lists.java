package roundhouse.featureengine.kernel.fold;

import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.ValuePool;

/// Puts lists.
final class Lists {
  private Lists() {}

  static void put(
      List<@Nullable Object> elements, ValuePool pool, long[] outputs, int at, int valueAt) {
    outputs[at + valueAt] = pool.of(new ListValue(elements));
  }

  /// What an entity without events has.
  static void putNothing(long[] outputs, int at, int valueAt) {
    outputs[at + valueAt] = 0;
  }
}
