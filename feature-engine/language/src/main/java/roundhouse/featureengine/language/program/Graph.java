package roundhouse.featureengine.language.program;

import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import roundhouse.featureengine.kernel.ValueKind;
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
      case Expression.Coalesce coalesce ->
          coalesce(coalesce.operands().stream().map(this::node).toList());
      case Expression.Calendar calendar -> calendar(calendar);
      case Expression.OfNumber _,
          Expression.Power _,
          Expression.Least _,
          Expression.Greatest _,
          Expression.Convert _,
          Expression.Conditional _,
          Expression.TimeBetween _,
          Expression.OfText _,
          Expression.TextTest _,
          Expression.Length _,
          Expression.Substring _,
          Expression.Split _,
          Expression.Matches _,
          Expression.Extract _,
          Expression.Bucket _,
          Expression.HashBucket _,
          Expression.Size _,
          Expression.ElementAt _,
          Expression.ListContains _ ->
          throw new UnsupportedOperationException("Not compiled yet: " + expression);
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
    if (left instanceof ValueType.Decimal || right instanceof ValueType.Decimal) {
      throw new UnsupportedOperationException("Not compiled yet: " + comparison);
    }
    boolean isMixed = kind(left) != kind(right);
    List<Node> operands =
        isMixed
            ? List.of(asDouble(comparison.left()), asDouble(comparison.right()))
            : List.of(node(comparison.left()), node(comparison.right()));
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
    if (left instanceof ValueType.Decimal || right instanceof ValueType.Decimal) {
      throw new UnsupportedOperationException("Not compiled yet: " + arithmetic);
    }
    String method =
        switch (arithmetic.operator()) {
          case PLUS -> "plus";
          case MINUS -> "minus";
          case TIMES -> "times";
          case DIVIDED_BY -> "dividedBy";
          case REMAINDER -> "remainder";
        };
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
    CalendarStep part = CalendarStep.of(calendar);
    Node instant = node(calendar.instant());
    return add(
        ValueKind.LONG,
        instant.isNullable(),
        new Call(OPERATIONS, "calendar", List.of(part), Nulls.OF_OPERANDS),
        List.of(instant));
  }

  private Node asDouble(Expression expression) {
    Node node = node(expression);
    return node.kind() == ValueKind.LONG
        ? strict(ValueKind.DOUBLE, "toDouble", List.of(node))
        : node;
  }

  /// A call that is null iff an operand is.
  private Node strict(ValueKind kind, String method, List<Node> operands) {
    return add(
        kind,
        operands.stream().anyMatch(Node::isNullable),
        call(method, Nulls.OF_OPERANDS),
        operands);
  }

  /// A call that may be null of itself.
  private Node partial(ValueKind kind, String method, List<Node> operands) {
    return add(kind, true, call(method, Nulls.OF_OPERANDS_OR_METHOD), operands);
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
