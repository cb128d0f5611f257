package roundhouse.featureengine.language;

import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression.ElementAt;
import roundhouse.featureengine.language.ast.Expression.ListContains;
import roundhouse.featureengine.language.ast.Expression.Size;

/// Words for lists; meant to be imported statically.
public final class ListWords {
  private ListWords() {}

  /// How many elements it has, nulls included.
  public static <R> Value<R, Long> sizeOf(Value<R, ? extends @Nullable List<?>> list) {
    return Value.of(new Size(list.expression()), List.of(list));
  }

  public static <R> Value<R, Long> sizeOf(FieldReference<R, ? extends @Nullable List<?>> list) {
    return sizeOf(Expressions.field(list));
  }

  /// The element at a place counted from 0; null if there is none there.
  public static <R, T extends @Nullable Object> Value<R, @Nullable T> elementAt(
      Value<R, ? extends @Nullable List<T>> list, long index) {
    return elementAt(list, Expressions.literal(index));
  }

  public static <R, T extends @Nullable Object> Value<R, @Nullable T> elementAt(
      Value<R, ? extends @Nullable List<T>> list, Value<R, ? extends @Nullable Number> index) {
    return Value.of(new ElementAt(list.expression(), index.expression()), List.of(list, index));
  }

  /// Whether an element equals the value.
  public static <R, T> Value<R, Boolean> includes(
      Value<R, ? extends @Nullable List<T>> list, T element) {
    return includes(list, Expressions.literal(element));
  }

  public static <R, T> Value<R, Boolean> includes(
      Value<R, ? extends @Nullable List<T>> list, Value<R, T> element) {
    return Value.of(
        new ListContains(list.expression(), element.expression()), List.of(list, element));
  }
}
