package roundhouse.featureengine.language.filter;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Arithmetic;
import roundhouse.featureengine.language.ast.Expression.CalendarPart;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.Expression.NumberFunction;
import roundhouse.featureengine.language.ast.Expression.Operator;
import roundhouse.featureengine.language.ast.Expression.TextFunction;
import roundhouse.featureengine.language.ast.Expression.TextRelation;
import roundhouse.featureengine.language.ast.TimeUnit;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;

/// The functions that a filter may call, by their names in lower case.
final class Functions {
  private static final Map<String, Form> FORMS = forms();

  private Functions() {}

  /// What an argument must be.
  enum Parameter {
    VALUE("a value"),
    TEXT("text in single quotes"),
    WHOLE("a whole number"),
    NUMBER("a number");

    private final String text;

    Parameter(String text) {
      this.text = text;
    }

    boolean accepts(Expression argument) {
      return switch (this) {
        case VALUE -> true;
        case TEXT -> argument instanceof Literal literal && literal.value() instanceof String;
        case WHOLE ->
            argument instanceof Literal literal
                && literal.value() instanceof Long number
                && number == number.intValue();
        case NUMBER -> argument instanceof Literal literal && literal.value() instanceof Number;
      };
    }
  }

  /// How a function is called, and what it then is.
  ///
  /// @param repeats whether the last parameter may be given more than once
  record Form(
      String name,
      List<Parameter> parameters,
      boolean repeats,
      Function<Arguments, Expression> of) {

    /// Whether these arguments have their number and kinds.
    boolean accepts(List<Expression> arguments) {
      int given = arguments.size();
      boolean enough = repeats ? given >= parameters.size() : given == parameters.size();
      return enough
          && IntStream.range(0, given)
              .allMatch(
                  i ->
                      parameters.get(Math.min(i, parameters.size() - 1)).accepts(arguments.get(i)));
    }

    /// `substring(a value, a whole number, a whole number)`.
    @Override
    public String toString() {
      String listed = String.join(", ", parameters.stream().map(each -> each.text).toList());
      return "%s(%s%s)".formatted(name, listed, repeats ? ", …" : "");
    }
  }

  /// Arguments that a form accepts.
  record Arguments(List<Expression> all) {
    Expression value(int index) {
      return all.get(index);
    }

    String text(int index) {
      return (String) constant(index);
    }

    int whole(int index) {
      return ((Long) constant(index)).intValue();
    }

    List<Double> numbersFrom(int index) {
      return IntStream.range(index, all.size())
          .mapToObj(i -> ((Number) constant(i)).doubleValue())
          .toList();
    }

    private Object constant(int index) {
      return Objects.requireNonNull(((Literal) all.get(index)).value());
    }
  }

  /// An argument that has no meaning.
  static final class RefusedException extends RuntimeException {
    final String expectation;

    RefusedException(String expectation) {
      super(expectation);
      this.expectation = expectation;
    }
  }

  /// The constant that the text stands for.
  static Literal instant(String text) {
    try {
      long micros = Micros.of(Instant.parse(text));
      return new Literal(ValueType.INSTANT, micros);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new RefusedException("an instant such as '2013-10-01T00:00:00Z'");
    }
  }

  private static ValueType decimal(int precision, int scale) {
    if (precision < 1 || precision > Decimal.MOST_DIGITS || scale < 0 || scale > precision) {
      throw new RefusedException("1 to 18 digits, and no more than those after the point");
    }
    return new Decimal(precision, scale);
  }

  /// The function of that name in any case; null if there is none.
  static @Nullable Form find(String name) {
    return FORMS.get(name.toLowerCase(Locale.ROOT));
  }

  static String names() {
    return String.join(", ", FORMS.keySet());
  }

  private static Map<String, Form> forms() {
    Map<String, Form> forms = new TreeMap<>();
    for (Operator operator : Operator.values()) {
      add(forms, operator, 2, a -> new Arithmetic(operator, a.value(0), a.value(1)));
    }
    for (NumberFunction function : NumberFunction.values()) {
      add(forms, function, 1, a -> new Expression.OfNumber(function, a.value(0)));
    }
    for (TextFunction function : TextFunction.values()) {
      add(forms, function, 1, a -> new Expression.OfText(function, a.value(0)));
    }
    for (TextRelation relation : TextRelation.values()) {
      add(forms, relation, 2, a -> new Expression.TextTest(relation, a.value(0), a.value(1)));
    }
    for (CalendarPart part : CalendarPart.values()) {
      add(
          forms,
          name(part),
          a -> new Expression.Calendar(part, a.value(0), a.text(1)),
          Parameter.VALUE,
          Parameter.TEXT);
    }
    for (TimeUnit unit : TimeUnit.values()) {
      add(
          forms,
          name(unit) + "_between",
          a -> new Expression.TimeBetween(unit, a.value(0), a.value(1)),
          Parameter.VALUE,
          Parameter.VALUE);
    }
    addConversions(forms);
    addOthers(forms);
    return forms;
  }

  private static void addConversions(Map<String, Form> forms) {
    Parameter value = Parameter.VALUE;
    Map<String, ValueType> targets =
        Map.of(
            "as_long", ValueType.LONG,
            "as_double", ValueType.DOUBLE,
            "one_if", ValueType.LONG,
            "name_of", ValueType.STRING);
    targets.forEach(
        (name, type) -> add(forms, name, a -> new Expression.Convert(a.value(0), type), value));
    add(
        forms,
        "as_decimal",
        a -> new Expression.Convert(a.value(0), decimal(a.whole(1), a.whole(2))),
        value,
        Parameter.WHOLE,
        Parameter.WHOLE);
    add(forms, "instant", a -> instant(a.text(0)), Parameter.TEXT);
  }

  private static void addOthers(Map<String, Form> forms) {
    Parameter value = Parameter.VALUE;
    Parameter text = Parameter.TEXT;
    Parameter whole = Parameter.WHOLE;
    add(forms, "power", a -> new Expression.Power(a.value(0), a.value(1)), value, value);
    add(forms, "length", a -> new Expression.Length(a.value(0)), value);
    add(
        forms,
        "substring",
        a -> new Expression.Substring(a.value(0), a.whole(1), a.whole(2)),
        value,
        whole,
        whole);
    add(forms, "split", a -> new Expression.Split(a.value(0), a.text(1)), value, text);
    add(forms, "matches", a -> new Expression.Matches(a.value(0), a.text(1)), value, text);
    add(
        forms,
        "extract",
        a -> new Expression.Extract(a.value(0), a.text(1), a.whole(2)),
        value,
        text,
        whole);
    add(
        forms,
        "hash",
        a -> new Expression.HashBucket(a.value(0), a.whole(1), a.whole(2)),
        value,
        whole,
        whole);
    add(forms, "size", a -> new Expression.Size(a.value(0)), value);
    add(forms, "element_at", a -> new Expression.ElementAt(a.value(0), a.value(1)), value, value);
    add(forms, "includes", a -> new Expression.ListContains(a.value(0), a.value(1)), value, value);
    repeated(forms, "coalesce", a -> new Expression.Coalesce(a.all()), value);
    repeated(forms, "least", a -> new Expression.Least(a.all()), value);
    repeated(forms, "greatest", a -> new Expression.Greatest(a.all()), value);
    repeated(
        forms,
        "bucket",
        a -> new Expression.Bucket(a.value(0), a.numbersFrom(1)),
        value,
        Parameter.NUMBER);
  }

  private static void add(
      Map<String, Form> forms, Enum<?> named, int values, Function<Arguments, Expression> of) {
    Parameter[] parameters = new Parameter[values];
    Arrays.fill(parameters, Parameter.VALUE);
    add(forms, name(named), of, parameters);
  }

  private static void add(
      Map<String, Form> forms,
      String name,
      Function<Arguments, Expression> of,
      Parameter... parameters) {
    forms.put(name, new Form(name, List.of(parameters), false, of));
  }

  private static void repeated(
      Map<String, Form> forms,
      String name,
      Function<Arguments, Expression> of,
      Parameter... parameters) {
    forms.put(name, new Form(name, List.of(parameters), true, of));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
