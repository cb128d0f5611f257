package roundhouse.featureengine.conformance;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Literal;

/// Expressions that are simpler than a given one. By reflection over the records of the language,
/// so that a new operator needs nothing here. Many of them have the wrong type: the plan's check
/// tells.
final class Simpler {
  private Simpler() {}

  /// The expression with one of its nodes replaced by a part of that node, the outermost first.
  static Stream<Expression> than(Expression expression) {
    return simpler(expression).map(Expression.class::cast);
  }

  private static Stream<Object> simpler(Object node) {
    return node instanceof Expression
        ? Stream.concat(insteadOf(node), withSimplerComponent(node))
        : withSimplerComponent(node);
  }

  /// What may stand for a whole expression: a part of it, or `true`, which every filter passes.
  private static Stream<Object> insteadOf(Object expression) {
    if (expression instanceof Literal) {
      return Stream.of();
    }
    return Stream.concat(
        Stream.of(Literal.of(true)), parts(expression).filter(Expression.class::isInstance));
  }

  /// Everything below a node, nearest first.
  private static Stream<Object> parts(Object node) {
    List<?> children = children(node);
    return Stream.concat(children.stream(), children.stream().flatMap(Simpler::parts));
  }

  private static List<Object> children(Object node) {
    List<?> all = node instanceof Record record ? components(record) : (List<?>) node;
    List<Object> nodes = new ArrayList<>();
    for (Object child : all) {
      if (isNode(child)) {
        nodes.add(child);
      }
    }
    return nodes;
  }

  private static boolean isNode(@Nullable Object component) {
    return component instanceof Record || component instanceof List<?>;
  }

  private static Stream<Object> withSimplerComponent(Object node) {
    return node instanceof Record record
        ? simplerRecord(record)
        : simplerList(new ArrayList<>((List<?>) node));
  }

  private static Stream<Object> simplerList(List<@Nullable Object> list) {
    Stream<Object> shorter =
        list.size() < 2
            ? Stream.of()
            : IntStream.range(0, list.size()).mapToObj(i -> without(list, i));
    return Stream.concat(shorter, withSimplerElement(list));
  }

  private static Stream<Object> simplerRecord(Record record) {
    return withSimplerElement(components(record)).flatMap(parts -> rebuilt(record, parts));
  }

  private static Stream<List<@Nullable Object>> withSimplerElement(List<@Nullable Object> list) {
    return IntStream.range(0, list.size())
        .boxed()
        .flatMap(
            i -> {
              Object element = list.get(i);
              return isNode(element)
                  ? simpler(Objects.requireNonNull(element)).map(other -> replaced(list, i, other))
                  : Stream.of();
            });
  }

  private static List<@Nullable Object> without(List<@Nullable Object> list, int index) {
    List<@Nullable Object> copy = new ArrayList<>(list);
    copy.remove(index);
    return copy;
  }

  private static List<@Nullable Object> replaced(
      List<@Nullable Object> list, int index, Object element) {
    List<@Nullable Object> copy = new ArrayList<>(list);
    copy.set(index, element);
    return copy;
  }

  private static List<@Nullable Object> components(Record record) {
    List<@Nullable Object> values = new ArrayList<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        values.add(component.getAccessor().invoke(record));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Records of the language are public", e);
      }
    }
    return values;
  }

  /// Nothing where the record's own checks refuse its new parts.
  private static Stream<Object> rebuilt(Record record, List<@Nullable Object> components) {
    Class<?>[] types =
        Stream.of(record.getClass().getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return Stream.of(
          record.getClass().getDeclaredConstructor(types).newInstance(components.toArray()));
    } catch (ReflectiveOperationException | IllegalArgumentException refused) {
      return Stream.of();
    }
  }
}
