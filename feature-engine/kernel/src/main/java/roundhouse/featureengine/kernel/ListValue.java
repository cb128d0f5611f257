package roundhouse.featureengine.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A list as a value of a feature or field. Immutable.
///
/// Equal to another of the same elements in the same order, doubles compared by their bits.
///
/// @param elements all of one kind: Boolean, Long (also for instants, in microseconds, and
///   decimals, unscaled), Double, every NaN the one NaN, or String; null among them
public record ListValue(List<@Nullable Object> elements) {
  private static final Double NAN = Double.NaN;

  public ListValue {
    List<@Nullable Object> copy = new ArrayList<>(elements);
    copy.replaceAll(each -> each instanceof Double number && number.isNaN() ? NAN : each);
    elements = Collections.unmodifiableList(copy);
    Class<?> type = null;
    for (Object element : elements) {
      if (element == null) {
        continue;
      }
      if (!isElement(element) || (type != null && type != element.getClass())) {
        throw new IllegalArgumentException(
            "List %s: expected elements of one type, Boolean, Long, Double or String"
                .formatted(elements));
      }
      type = element.getClass();
    }
  }

  public static ListValue of(@Nullable Object... elements) {
    List<@Nullable Object> all = new ArrayList<>();
    Collections.addAll(all, elements);
    return new ListValue(all);
  }

  public int size() {
    return elements.size();
  }

  /// The element's value, in the order of the list; null where it is null.
  public @Nullable Object element(int index) {
    return elements.get(Objects.checkIndex(index, elements.size()));
  }

  private static boolean isElement(Object element) {
    return element instanceof Boolean
        || element instanceof Long
        || element instanceof Double
        || element instanceof String;
  }
}
