package roundhouse.featureengine.language.program;

import com.google.re2j.Pattern;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.function.Decimals;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.ExpressionCheck;
import roundhouse.featureengine.language.check.Scope;
import roundhouse.featureengine.language.check.Typed;
import roundhouse.featureengine.language.program.Node.Call;
import roundhouse.featureengine.language.program.Node.Nulls;

/// Turns expressions over one kind of row into a graph of operations on values, in the order of
/// computation. Equal expressions are one node, so each is computed once a row; what reads no row
/// is computed once for all:
///
/// ```
/// delay >= 30.0 and delay < 60.0   →   0 = field delay
///                                      1 = 30.0               (constant)
///                                      2 = atLeast(0, 1)
///                                      3 = 60.0               (constant)
///                                      4 = less(0, 3)
///                                      5 = and(2, 4)
/// ```
final class Graph {
  private static final ClassDesc OPERATIONS = Operations.class.describeConstable().orElseThrow();

  private final Scope scope;
  private final Map<Aggregation, Node.Output> outputs;
  private final Map<Expression, Node> byExpression = new HashMap<>();
  private final Map<List<Object>, Node> byOperation = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final BitSet fieldsRead = new BitSet();

  private Graph(Scope scope, Map<Aggregation, Node.Output> outputs) {
    this.scope = scope;
    this.outputs = outputs;
  }

  /// A graph of expressions that hold no aggregates.
  static Graph of(Scope scope) {
    return new Graph(scope, Map.of());
  }

  /// A graph of an ask's expressions, whose aggregates are among the words.
  static Graph of(Scope scope, Map<Aggregation, Node.Output> outputs) {
    return new Graph(scope, outputs);
  }

  List<Node> nodes() {
    return nodes;
  }

  /// The fields that any node reads.
  BitSet fieldsRead() {
    return fieldsRead;
  }

  Typed typed(Expression expression) {
    return ExpressionCheck.typeOf(expression, scope);
  }

  static ValueKind kind(ValueType type) {
    return switch (type) {
      case ValueType.Simple.BOOLEAN, ValueType.Simple.LONG, ValueType.Simple.INSTANT ->
          ValueKind.LONG;
      case ValueType.Decimal _ -> ValueKind.LONG;
      case ValueType.Simple.DOUBLE -> ValueKind.DOUBLE;
      case ValueType.Simple.STRING -> ValueKind.TEXT;
      case ValueType.Enumeration _ -> ValueKind.TEXT;
      case ValueType.ListOf _ -> ValueKind.LIST;
    };
  }

  /// The node of an expression's value.
  Node node(Expression expression) {
    Node known = byExpression.get(expression);
    if (known != null) {
      return known;
    }
    Node node = lower(expression);
    byExpression.put(expression, node);
    return node;
  }

  /// The node that says whether a condition is true, neither false nor null; never null itself.
  Node isTrue(Expression condition) {
    Node node = node(condition);
    return node.isNullable()
        ? add(ValueKind.LONG, false, call("isTrue", Nulls.OF_METHOD), List.of(node))
        : node;
  }

  /// The node that says whether both are true, neither of them nullable.
  Node both(Node left, Node right) {
    return logic("and").apply(left, right);
  }

  /// The node that says whether either is true, neither of them nullable.
  Node either(Node left, Node right) {
    return logic("or").apply(left, right);
  }

  /// The node that says whether another has a value.
  Node isPresent(Node node) {
    return not(isNull(node));
  }

  Node constant(boolean value) {
    return add(ValueKind.LONG, false, new Node.Constant(value ? 1L : 0L), List.of());
  }

  private Node lower(Expression expression) {
    return switch (expression) {
      case Expression.Field field -> field(field.name());
      case Literal literal -> constant(literal);
      case Expression.Comparison comparison -> comparison(comparison);
      case Expression.And and ->
          and.operands().stream().map(this::node).reduce(logic("and")).orElseThrow();
      case Expression.Or or ->
          or.operands().stream().map(this::node).reduce(logic("or")).orElseThrow();
      case Expression.Not not -> not(node(not.operand()));
      case Expression.Arithmetic arithmetic -> arithmetic(arithmetic);
      case Expression.IsNull isNull -> isNull(node(isNull.operand()));
      case Expression.Estimate estimate -> node(estimate.operand());
      case Expression.Coalesce coalesce ->
          coalesce(coalesce.operands().stream().map(this::node).toList());
      case Expression.Calendar calendar -> calendar(calendar);
      case Expression.OfNumber function -> ofNumber(function);
      case Expression.Power power ->
          strict(
              ValueKind.DOUBLE,
              "power",
              List.of(asDouble(power.base()), asDouble(power.exponent())));
      case Expression.Least least -> extreme("least", least.operands());
      case Expression.Greatest greatest -> extreme("greatest", greatest.operands());
      case Expression.Convert convert -> convert(convert);
      case Expression.Conditional conditional -> conditional(conditional);
      case Expression.TimeBetween between ->
          partial(
              ValueKind.DOUBLE,
              "timeBetween",
              List.of(between.unit().micros()),
              List.of(node(between.from()), node(between.to())));
      case Expression.OfText function ->
          strict(
              ValueKind.TEXT,
              switch (function.function()) {
                case LOWER -> "lower";
                case UPPER -> "upper";
                case TRIM -> "trim";
              },
              List.of(node(function.operand())));
      case Expression.TextTest test ->
          strict(
              ValueKind.LONG,
              switch (test.relation()) {
                case CONTAINS -> "contains";
                case STARTS_WITH -> "startsWith";
                case ENDS_WITH -> "endsWith";
              },
              List.of(node(test.text()), node(test.part())));
      case Expression.Length length ->
          strict(ValueKind.LONG, "length", List.of(node(length.text())));
      case Expression.Substring substring ->
          strict(
              ValueKind.TEXT,
              "substring",
              List.of(substring.from(), substring.length()),
              List.of(node(substring.text())));
      case Expression.Split split ->
          strict(ValueKind.LIST, "split", List.of(split.separator()), List.of(node(split.text())));
      case Expression.Matches matches ->
          strict(
              ValueKind.LONG,
              "matches",
              List.of(Pattern.compile(matches.pattern())),
              List.of(node(matches.text())));
      case Expression.Extract extract ->
          present(
              strict(
                  ValueKind.TEXT,
                  "extract",
                  List.of(Pattern.compile(extract.pattern()), extract.group()),
                  List.of(node(extract.text()))));
      case Expression.Bucket bucket ->
          strict(
              ValueKind.LONG,
              "bucket",
              List.of(bucket.boundaries().stream().mapToDouble(Double::doubleValue).toArray()),
              List.of(asDouble(bucket.value())));
      case Expression.HashBucket bucket ->
          strict(
              ValueKind.LONG,
              typed(bucket.value()).type().equals(ValueType.BOOLEAN)
                  ? "hashBucketOfBoolean"
                  : "hashBucket",
              List.of(bucket.buckets(), bucket.seed()),
              List.of(node(bucket.value())));
      case Expression.Size size -> strict(ValueKind.LONG, "size", List.of(node(size.list())));
      case Expression.ElementAt element -> elementAt(element);
      case Expression.ListContains contains ->
          strict(
              ValueKind.LONG,
              "listContains",
              List.of(node(contains.list()), node(contains.element())));
      case Aggregation aggregation -> output(aggregation);
    };
  }

  private Node field(String name) {
    List<FieldSchema> fields = scope.fields();
    for (int i = 0; i < fields.size(); i++) {
      FieldSchema field = fields.get(i);
      if (field.name().equals(name)) {
        fieldsRead.set(i);
        Node.Field operation = new Node.Field(i, accessor(field.type()));
        return add(kind(field.type()), field.isNullable(), operation, List.of());
      }
    }
    throw new IllegalStateException("Not checked before: field " + name);
  }

  private static String accessor(ValueType type) {
    return switch (kind(type)) {
      case LONG -> type.equals(ValueType.BOOLEAN) ? "booleanOf" : "longOf";
      case DOUBLE -> "doubleOf";
      case TEXT -> "textOf";
      case LIST -> "listOf";
    };
  }

  private Node output(Aggregation aggregation) {
    Typed typed = typed(aggregation);
    Node.Output output =
        Optional.ofNullable(outputs.get(aggregation))
            .orElseThrow(() -> new IllegalStateException("No output of " + aggregation));
    return add(kind(typed.type()), typed.isNullable(), output, List.of());
  }

  private Node constant(Literal literal) {
    Object value = literal.value();
    Object word = value instanceof Boolean truth ? (Object) (truth ? 1L : 0L) : value;
    return add(kind(literal.type()), value == null, new Node.Constant(word), List.of());
  }

  private Node comparison(Expression.Comparison comparison) {
    ValueType left = typed(comparison.left()).type();
    ValueType right = typed(comparison.right()).type();
    boolean areDecimals = isDecimal(left, right);
    boolean isMixed = kind(left) != kind(right);
    List<Node> operands =
        isMixed
            ? List.of(asDouble(comparison.left()), asDouble(comparison.right()))
            : List.of(node(comparison.left()), node(comparison.right()));
    if (areDecimals) {
      // Compared with zero, the sign of their difference tells it.
      operands =
          List.of(
              strict(ValueKind.LONG, "compareDecimals", factors(left, right), operands),
              add(ValueKind.LONG, false, new Node.Constant(0L), List.of()));
    }
    String method =
        switch (comparison.comparator()) {
          case EQUAL -> "equal";
          case NOT_EQUAL -> "notEqual";
          case LESS -> "less";
          case AT_MOST -> "atMost";
          case GREATER -> "greater";
          case AT_LEAST -> "atLeast";
        };
    return strict(ValueKind.LONG, method, operands);
  }

  private BinaryOperator<Node> logic(String method) {
    return (left, right) ->
        add(
            ValueKind.LONG,
            left.isNullable() || right.isNullable(),
            call(method, Nulls.OF_METHOD),
            List.of(left, right));
  }

  private Node not(Node operand) {
    return strict(ValueKind.LONG, "not", List.of(operand));
  }

  private Node isNull(Node operand) {
    return operand.isNullable()
        ? add(ValueKind.LONG, false, new Node.IsNull(), List.of(operand))
        : constant(false);
  }

  private Node arithmetic(Expression.Arithmetic arithmetic) {
    ValueType left = typed(arithmetic.left()).type();
    ValueType right = typed(arithmetic.right()).type();
    String method =
        switch (arithmetic.operator()) {
          case PLUS -> "plus";
          case MINUS -> "minus";
          case TIMES -> "times";
          case DIVIDED_BY -> "dividedBy";
          case REMAINDER -> "remainder";
        };
    if (isDecimal(left, right) && arithmetic.operator() != Expression.Operator.DIVIDED_BY) {
      return present(
          strict(
              ValueKind.LONG,
              method + "Decimals",
              factors(left, right),
              List.of(node(arithmetic.left()), node(arithmetic.right()))));
    }
    boolean areLongs =
        left.equals(ValueType.LONG)
            && right.equals(ValueType.LONG)
            && arithmetic.operator() != Expression.Operator.DIVIDED_BY;
    if (areLongs) {
      return partial(
          ValueKind.LONG, method, List.of(node(arithmetic.left()), node(arithmetic.right())));
    }
    List<Node> operands = List.of(asDouble(arithmetic.left()), asDouble(arithmetic.right()));
    return switch (arithmetic.operator()) {
      case PLUS, MINUS, TIMES -> strict(ValueKind.DOUBLE, method, operands);
      case DIVIDED_BY, REMAINDER -> partial(ValueKind.DOUBLE, method, operands);
    };
  }

  private Node coalesce(List<Node> operands) {
    return operands.stream()
        .reduce(
            (first, second) ->
                first.isNullable()
                    ? add(
                        first.kind(),
                        second.isNullable(),
                        call("coalesce", Nulls.OF_METHOD),
                        List.of(first, second))
                    : first)
        .orElseThrow();
  }

  private Node calendar(Expression.Calendar calendar) {
    return strict(
        ValueKind.LONG,
        "calendar",
        List.of(CalendarStep.of(calendar)),
        List.of(node(calendar.instant())));
  }

  private Node ofNumber(Expression.OfNumber function) {
    Node operand = node(function.operand());
    ValueType type = typed(function.operand()).type();
    return switch (function.function()) {
      case ABS ->
          operand.kind() == ValueKind.LONG
              ? partial(ValueKind.LONG, "abs", List.of(operand))
              : strict(ValueKind.DOUBLE, "abs", List.of(operand));
      case FLOOR -> whole("floor", type, operand);
      case CEIL -> whole("ceil", type, operand);
      case SQRT -> ofDouble("squareRoot", function);
      case EXP -> ofDouble("exponential", function);
      case LOG -> ofDouble("logarithm", function);
    };
  }

  private Node ofDouble(String method, Expression.OfNumber function) {
    return strict(ValueKind.DOUBLE, method, List.of(asDouble(function.operand())));
  }

  private Node whole(String method, ValueType type, Node operand) {
    return switch (type) {
      case ValueType.Decimal decimal ->
          strict(ValueKind.LONG, method + "OfDecimal", List.of(decimal.scale()), List.of(operand));
      case ValueType other ->
          other.equals(ValueType.DOUBLE)
              ? strict(ValueKind.DOUBLE, method, List.of(operand))
              : operand;
    };
  }

  private Node extreme(String method, List<Expression> operands) {
    return operands.stream()
        .map(this::node)
        .reduce((left, right) -> strict(left.kind(), method, List.of(left, right)))
        .orElseThrow();
  }

  private Node conditional(Expression.Conditional conditional) {
    Node condition = isTrue(conditional.condition());
    Node then = node(conditional.then());
    Node otherwise = node(conditional.otherwise());
    return add(
        then.kind(),
        then.isNullable() || otherwise.isNullable(),
        call("choose", Nulls.OF_METHOD),
        List.of(condition, then, otherwise));
  }

  private Node convert(Expression.Convert convert) {
    Node operand = node(convert.operand());
    ValueType from = typed(convert.operand()).type();
    ValueType to = convert.type();
    if (from.equals(to) || kind(from) == ValueKind.TEXT) {
      return operand;
    }
    if (to.equals(ValueType.DOUBLE)) {
      return asDouble(convert.operand());
    }
    if (to instanceof ValueType.Decimal decimal) {
      return present(
          from.equals(ValueType.DOUBLE)
              ? strict(
                  ValueKind.LONG,
                  "decimalOfDouble",
                  List.of(decimal.precision(), decimal.scale()),
                  List.of(operand))
              : strict(
                  ValueKind.LONG,
                  "rescaled",
                  List.of(scale(from), decimal.precision(), decimal.scale()),
                  List.of(operand)));
    }
    if (from instanceof ValueType.Decimal decimal) {
      return strict(ValueKind.LONG, "truncated", List.of(decimal.scale()), List.of(operand));
    }
    return from.equals(ValueType.DOUBLE)
        ? partial(ValueKind.LONG, "truncated", List.of(operand))
        : operand;
  }

  private Node elementAt(Expression.ElementAt element) {
    ValueKind kind = kind(typed(element).type());
    String method =
        switch (kind) {
          case LONG -> "longAt";
          case DOUBLE -> "doubleAt";
          case TEXT -> "textAt";
          case LIST -> throw new IllegalStateException("Not checked before: a list of lists");
        };
    return partial(kind, method, List.of(node(element.list()), node(element.index())));
  }

  private Node asDouble(Expression expression) {
    Node node = node(expression);
    if (node.kind() != ValueKind.LONG) {
      return node;
    }
    return typed(expression).type() instanceof ValueType.Decimal decimal
        ? strict(ValueKind.DOUBLE, "decimalToDouble", List.of(decimal.scale()), List.of(node))
        : strict(ValueKind.DOUBLE, "toDouble", List.of(node));
  }

  /// Whether two numbers are computed with as decimals: one is, and none is a double.
  private static boolean isDecimal(ValueType left, ValueType right) {
    return kind(left) == ValueKind.LONG
        && kind(right) == ValueKind.LONG
        && (left instanceof ValueType.Decimal || right instanceof ValueType.Decimal);
  }

  /// What brings each of two decimals to the greater of their scales.
  private static List<Object> factors(ValueType left, ValueType right) {
    int scale = Math.max(scale(left), scale(right));
    return List.of(
        Decimals.powerOfTen(scale - scale(left)), Decimals.powerOfTen(scale - scale(right)));
  }

  private static int scale(ValueType type) {
    return type instanceof ValueType.Decimal decimal ? decimal.scale() : 0;
  }

  /// A value that says of itself that there is none: a decimal that is `NONE`, a text that is the
  /// null of Java.
  private Node present(Node raw) {
    return partial(raw.kind(), "present", List.of(raw));
  }

  /// A call that is null iff an operand is.
  private Node strict(ValueKind kind, String method, List<Node> operands) {
    return strict(kind, method, List.of(), operands);
  }

  private Node strict(ValueKind kind, String method, List<Object> before, List<Node> operands) {
    return add(
        kind,
        operands.stream().anyMatch(Node::isNullable),
        new Call(OPERATIONS, method, before, Nulls.OF_OPERANDS),
        operands);
  }

  /// A call that may be null of itself.
  private Node partial(ValueKind kind, String method, List<Node> operands) {
    return partial(kind, method, List.of(), operands);
  }

  private Node partial(ValueKind kind, String method, List<Object> before, List<Node> operands) {
    return add(
        kind, true, new Call(OPERATIONS, method, before, Nulls.OF_OPERANDS_OR_METHOD), operands);
  }

  private static Call call(String method, Nulls nulls) {
    return new Call(OPERATIONS, method, List.of(), nulls);
  }

  private Node add(
      ValueKind kind, boolean isNullable, Node.Operation operation, List<Node> operands) {
    return byOperation.computeIfAbsent(
        List.of(kind, isNullable, operation, operands),
        _ -> {
          boolean isConstant =
              switch (operation) {
                case Node.Constant _ -> true;
                case Node.Field _, Node.Output _ -> false;
                case Node.IsNull _, Call _ -> operands.stream().allMatch(Node::isConstant);
              };
          Node node = new Node(nodes.size(), kind, isNullable, isConstant, operation, operands);
          nodes.add(node);
          return node;
        });
  }
}
