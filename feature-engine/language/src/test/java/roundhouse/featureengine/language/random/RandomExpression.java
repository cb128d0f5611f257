package roundhouse.featureengine.language.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.CalendarPart;
import roundhouse.featureengine.language.ast.Expression.Comparator;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.Expression.NumberFunction;
import roundhouse.featureengine.language.ast.Expression.Operator;
import roundhouse.featureengine.language.ast.Expression.TextFunction;
import roundhouse.featureengine.language.ast.Expression.TextRelation;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.TimeUnit;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;
import roundhouse.featureengine.language.ast.ValueType.Enumeration;
import roundhouse.featureengine.language.ast.ValueType.ListOf;

/// Draws expressions of a wanted type over the fields of one kind of row.
final class RandomExpression {
  private static final List<String> PATTERNS =
      List.of("a", "^g", "[0-9]+", "(G|U)(.)?", "(a*)*b", "(?i)gb|us$", "");
  private static final List<String> ZONES =
      List.of("UTC", "+05:30", "America/New_York", "Europe/London", "Australia/Lord_Howe");

  private final Random random;
  private final RandomValues values;
  private final List<ValueType> types;
  private final List<FieldSchema> fields;
  private final Function<ValueType, @Nullable Expression> aggregates;

  /// @param types that may be met on the way
  /// @param aggregates an aggregate of a type, or null where none may stand
  RandomExpression(
      Random random,
      RandomValues values,
      List<ValueType> types,
      List<FieldSchema> fields,
      Function<ValueType, @Nullable Expression> aggregates) {
    this.random = random;
    this.values = values;
    this.types = types;
    this.fields = fields;
    this.aggregates = aggregates;
  }

  /// @param depth how many operations deep at most, aggregates not counted
  Expression of(ValueType type, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return leaf(type);
    }
    int below = depth - 1;
    List<Supplier<Expression>> choices = new ArrayList<>(ofAnyType(type, below));
    choices.addAll(
        switch (type) {
          case ValueType.Simple.BOOLEAN -> booleans(below);
          case ValueType.Simple.LONG -> longs(below);
          case ValueType.Simple.DOUBLE -> doubles(below);
          case ValueType.Simple.STRING -> strings(below);
          case ValueType.Simple.INSTANT -> extremes(type, below);
          case Decimal decimal -> decimals(decimal, below);
          case Enumeration _ -> extremes(type, below);
          case ListOf list when list.element().equals(ValueType.STRING) -> splits(below);
          case ListOf _ -> List.of();
        });
    return pick(choices).get();
  }

  /// A number of any type.
  Expression number(int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      Expression exact = exactArithmetic(depth - 1);
      if (exact != null) {
        return exact;
      }
    }
    return of(pick(types.stream().filter(ValueType::isNumber).toList()), depth);
  }

  /// A value of any type but lists.
  Expression single(int depth) {
    return of(singleType(), depth);
  }

  private Expression leaf(ValueType type) {
    Expression aggregate = random.nextBoolean() ? aggregates.apply(type) : null;
    if (aggregate != null) {
      return aggregate;
    }
    List<FieldSchema> candidates =
        fields.stream().filter(field -> field.type().equals(type)).toList();
    if (!candidates.isEmpty() && random.nextInt(5) > 0) {
      return new Expression.Field(pick(candidates).name());
    }
    return type instanceof ListOf list ? anyList(list, candidates) : literal(type);
  }

  /// There are no constant lists; a list out of nothing is the pieces of a text or a field.
  private Expression anyList(ListOf type, List<FieldSchema> candidates) {
    if (!candidates.isEmpty()) {
      return new Expression.Field(pick(candidates).name());
    }
    if (type.element().equals(ValueType.STRING)) {
      return new Expression.Split(leaf(ValueType.STRING), ",");
    }
    throw new IllegalStateException("No field of type " + type.text());
  }

  private Literal literal(ValueType type) {
    return new Literal(type, random.nextInt(12) == 0 ? null : values.present(type));
  }

  private List<Supplier<Expression>> ofAnyType(ValueType type, int depth) {
    List<Supplier<Expression>> choices = new ArrayList<>();
    choices.add(() -> new Expression.Coalesce(List.of(of(type, depth), of(type, depth))));
    choices.add(
        () ->
            new Expression.Conditional(
                of(ValueType.BOOLEAN, depth), of(type, depth), of(type, depth)));
    if (!(type instanceof ListOf) && hasField(new ListOf(type))) {
      choices.add(
          () -> new Expression.ElementAt(of(new ListOf(type), depth), of(ValueType.LONG, depth)));
    }
    return choices;
  }

  private List<Supplier<Expression>> extremes(ValueType type, int depth) {
    return List.of(
        () -> new Expression.Least(List.of(of(type, depth), of(type, depth), of(type, 0))),
        () -> new Expression.Greatest(List.of(of(type, depth), of(type, depth))));
  }

  private List<Supplier<Expression>> booleans(int depth) {
    return List.of(
        () -> comparison(depth),
        () -> comparison(depth),
        () ->
            new Expression.And(List.of(of(ValueType.BOOLEAN, depth), of(ValueType.BOOLEAN, depth))),
        () ->
            new Expression.Or(List.of(of(ValueType.BOOLEAN, depth), of(ValueType.BOOLEAN, depth))),
        () -> new Expression.Not(of(ValueType.BOOLEAN, depth)),
        () -> new Expression.IsNull(of(pick(types), depth)),
        () ->
            new Expression.TextTest(
                pick(TextRelation.values()),
                of(ValueType.STRING, depth),
                of(ValueType.STRING, depth)),
        () -> new Expression.Matches(of(ValueType.STRING, depth), pick(PATTERNS)),
        () -> {
          ListOf list = anyListType();
          return new Expression.ListContains(of(list, depth), of(list.element(), depth));
        });
  }

  private Expression comparison(int depth) {
    ValueType type = singleType();
    boolean mixed = type.isNumber() && random.nextBoolean();
    return new Expression.Comparison(
        pick(Comparator.values()), of(type, depth), mixed ? number(depth) : of(type, depth));
  }

  private List<Supplier<Expression>> longs(int depth) {
    return Stream.concat(
            extremes(ValueType.LONG, depth).stream(),
            Stream.<Supplier<Expression>>of(
                () -> arithmetic(ValueType.LONG, depth),
                () ->
                    new Expression.OfNumber(
                        pick(List.of(NumberFunction.ABS, NumberFunction.FLOOR)),
                        of(ValueType.LONG, depth)),
                () ->
                    new Expression.Calendar(
                        pick(CalendarPart.values()), of(ValueType.INSTANT, depth), pick(ZONES)),
                () -> new Expression.Length(of(ValueType.STRING, depth)),
                () -> new Expression.Bucket(number(depth), List.of(-7.5, 0.0, 1.0, 100.0)),
                () -> new Expression.HashBucket(single(depth), 1 + random.nextInt(5), seed()),
                () -> new Expression.Size(of(anyListType(), depth)),
                () -> new Expression.Convert(number(depth), ValueType.LONG),
                () -> new Expression.Convert(of(ValueType.BOOLEAN, depth), ValueType.LONG)))
        .toList();
  }

  private List<Supplier<Expression>> doubles(int depth) {
    return Stream.concat(
            extremes(ValueType.DOUBLE, depth).stream(),
            Stream.<Supplier<Expression>>of(
                () -> arithmetic(ValueType.DOUBLE, depth),
                () -> new Expression.Arithmetic(Operator.DIVIDED_BY, number(depth), number(depth)),
                () ->
                    new Expression.OfNumber(
                        pick(List.of(NumberFunction.SQRT, NumberFunction.EXP, NumberFunction.LOG)),
                        number(depth)),
                () ->
                    new Expression.OfNumber(
                        pick(List.of(NumberFunction.ABS, NumberFunction.CEIL)),
                        of(ValueType.DOUBLE, depth)),
                () -> new Expression.Power(number(depth), number(depth)),
                () ->
                    new Expression.TimeBetween(
                        pick(TimeUnit.values()),
                        of(ValueType.INSTANT, depth),
                        of(ValueType.INSTANT, depth)),
                () -> new Expression.Convert(number(depth), ValueType.DOUBLE)))
        .toList();
  }

  private List<Supplier<Expression>> decimals(Decimal type, int depth) {
    return Stream.concat(
            extremes(type, depth).stream(),
            Stream.<Supplier<Expression>>of(
                () -> new Expression.OfNumber(NumberFunction.ABS, of(type, depth)),
                () -> new Expression.Convert(number(depth), type),
                () ->
                    new Expression.Convert(
                        new Expression.OfNumber(NumberFunction.CEIL, number(depth)), type)))
        .toList();
  }

  private List<Supplier<Expression>> strings(int depth) {
    List<Supplier<Expression>> choices = new ArrayList<>(extremes(ValueType.STRING, depth));
    choices.add(
        () -> new Expression.OfText(pick(TextFunction.values()), of(ValueType.STRING, depth)));
    choices.add(
        () ->
            new Expression.Substring(
                of(ValueType.STRING, depth), random.nextInt(3), random.nextInt(4)));
    choices.add(() -> new Expression.Extract(of(ValueType.STRING, depth), pick(PATTERNS), 0));
    choices.add(() -> new Expression.Extract(of(ValueType.STRING, depth), "(G|U)(.)?", 2));
    choices.add(
        () ->
            new Expression.ElementAt(
                new Expression.Split(of(ValueType.STRING, depth), pick(List.of(",", "b", "-4"))),
                of(ValueType.LONG, depth)));
    types.stream()
        .filter(Enumeration.class::isInstance)
        .forEach(
            type -> choices.add(() -> new Expression.Convert(of(type, depth), ValueType.STRING)));
    return choices;
  }

  private List<Supplier<Expression>> splits(int depth) {
    return List.of(
        () -> new Expression.Split(of(ValueType.STRING, depth), pick(List.of(",", "b", "-4"))));
  }

  private Expression arithmetic(ValueType type, int depth) {
    Operator operator =
        pick(List.of(Operator.PLUS, Operator.MINUS, Operator.TIMES, Operator.REMAINDER));
    boolean mixed = type.equals(ValueType.DOUBLE) && random.nextBoolean();
    return new Expression.Arithmetic(
        operator, of(type, depth), mixed ? number(depth) : of(type, depth));
  }

  /// Of two decimals, or a decimal and a long; null where there is no decimal, or their product
  /// would have too many digits.
  private @Nullable Expression exactArithmetic(int depth) {
    List<Decimal> decimals =
        types.stream().filter(Decimal.class::isInstance).map(Decimal.class::cast).toList();
    if (decimals.isEmpty()) {
      return null;
    }
    Operator operator = pick(Operator.values());
    Decimal left = pick(decimals);
    Decimal right = pick(decimals);
    if (operator == Operator.TIMES && left.scale() + right.scale() > Decimal.MOST_DIGITS) {
      return null;
    }
    boolean withLong = random.nextInt(3) == 0;
    return new Expression.Arithmetic(
        operator, of(left, depth), of(withLong ? ValueType.LONG : right, depth));
  }

  private ValueType singleType() {
    return pick(types.stream().filter(type -> !(type instanceof ListOf)).toList());
  }

  private ListOf anyListType() {
    List<ListOf> lists =
        types.stream()
            .filter(ListOf.class::isInstance)
            .map(ListOf.class::cast)
            .filter(this::hasField)
            .toList();
    return lists.isEmpty() ? new ListOf(ValueType.STRING) : pick(lists);
  }

  private boolean hasField(ListOf type) {
    return fields.stream().anyMatch(field -> field.type().equals(type));
  }

  private long seed() {
    return random.nextBoolean() ? 0 : random.nextLong();
  }

  private <T> T pick(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
