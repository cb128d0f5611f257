package roundhouse.featureengine.language.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import roundhouse.featureengine.kernel.Registers;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.ExpressionCheck;
import roundhouse.featureengine.language.check.Scope;

/// Turns expressions over one kind of row into a straight line of steps over registers.
///
/// Equal expressions get one register, so each is computed once a row:
///
/// ```
/// delay >= 30.0 and delay < 60.0   →   r0 = field delay
///                                      r1 = 30.0            (once, not for each row)
///                                      r2 = r0 >= r1
///                                      r3 = 60.0            (once)
///                                      r4 = r0 < r3
///                                      r5 = r2 and r4
/// ```
///
/// An aggregate is nothing to compute here: its register is filled by the histories, between the
/// steps that came before [#cut] and those after.
final class Lowering {
  private final Scope scope;
  private final Map<Expression, Integer> registers = new HashMap<>();
  private final List<Consumer<Registers>> constants = new ArrayList<>();
  private List<Step> steps = new ArrayList<>();
  private int size;

  Lowering(Scope scope) {
    this.scope = scope;
  }

  /// The register that holds the expression's value once the steps have run.
  int register(Expression expression) {
    Integer known = registers.get(expression);
    if (known != null) {
      return known;
    }
    int register = lower(expression);
    registers.put(expression, register);
    return register;
  }

  ValueType type(Expression expression) {
    return ExpressionCheck.typeOf(expression, scope).type();
  }

  ValueKind kind(Expression expression) {
    return switch (type(expression)) {
      case ValueType.Simple.BOOLEAN, ValueType.Simple.LONG, ValueType.Simple.INSTANT ->
          ValueKind.LONG;
      case ValueType.Decimal _ -> ValueKind.LONG;
      case ValueType.Simple.DOUBLE -> ValueKind.DOUBLE;
      case ValueType.Simple.STRING -> ValueKind.TEXT;
      case ValueType.Enumeration _ -> ValueKind.TEXT;
      case ValueType.ListOf _ -> throw notCompiled(expression);
    };
  }

  /// A register that something else fills.
  int reserve() {
    return size++;
  }

  /// Gives an aggregate the register that the histories fill.
  int reserve(Aggregation aggregation) {
    return registers.computeIfAbsent(aggregation, _ -> reserve());
  }

  /// The steps since the last cut.
  Step[] cut() {
    Step[] cut = steps.toArray(Step[]::new);
    steps = new ArrayList<>();
    return cut;
  }

  /// Registers with the constants in place.
  Registers newRegisters() {
    Registers fresh = new Registers(size);
    constants.forEach(constant -> constant.accept(fresh));
    return fresh;
  }

  private int lower(Expression expression) {
    return switch (expression) {
      case Expression.Field field -> field(field.name());
      case Literal literal -> constant(literal);
      case Expression.Comparison comparison -> comparison(comparison);
      case Expression.And and -> and(registersOf(and.operands()));
      case Expression.Or or -> or(registersOf(or.operands()));
      case Expression.Not not -> emit(Steps.not(register(not.operand()), size()));
      case Expression.Arithmetic arithmetic -> arithmetic(arithmetic);
      case Expression.IsNull isNull -> emit(Steps.isNull(register(isNull.operand()), size()));
      case Expression.Coalesce coalesce -> coalesce(coalesce);
      case Expression.Calendar calendar -> {
        int instant = register(calendar.instant());
        yield emit(CalendarStep.of(calendar, instant, size()));
      }
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
          throw notCompiled(expression);
      case Aggregation aggregation ->
          throw new IllegalStateException(
              "An aggregate without a reserved register: " + aggregation);
    };
  }

  private static UnsupportedOperationException notCompiled(Expression expression) {
    return new UnsupportedOperationException("Not compiled yet: " + expression);
  }

  private int field(String name) {
    List<FieldSchema> fields = scope.fields();
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return emit(Steps.load(fields.get(i).type(), i, size()));
      }
    }
    throw new IllegalStateException("Not checked before: field " + name);
  }

  private int constant(Literal literal) {
    int target = reserve();
    constants.add(Steps.constant(literal, target));
    return target;
  }

  private int comparison(Expression.Comparison comparison) {
    ValueType left = type(comparison.left());
    boolean mixed = !left.equals(type(comparison.right()));
    if (left instanceof ValueType.Decimal
        || type(comparison.right()) instanceof ValueType.Decimal) {
      throw notCompiled(comparison);
    }
    int leftRegister = mixed ? asDouble(comparison.left()) : register(comparison.left());
    int rightRegister = mixed ? asDouble(comparison.right()) : register(comparison.right());
    ValueKind kind = mixed ? ValueKind.DOUBLE : kind(comparison.left());
    return emit(
        Steps.comparison(comparison.comparator(), kind, leftRegister, rightRegister, size()));
  }

  private int arithmetic(Expression.Arithmetic arithmetic) {
    if (type(arithmetic.left()) instanceof ValueType.Decimal
        || type(arithmetic.right()) instanceof ValueType.Decimal) {
      throw notCompiled(arithmetic);
    }
    boolean longs =
        type(arithmetic.left()).equals(ValueType.LONG)
            && type(arithmetic.right()).equals(ValueType.LONG)
            && arithmetic.operator() != Expression.Operator.DIVIDED_BY;
    if (longs) {
      int left = register(arithmetic.left());
      int right = register(arithmetic.right());
      return emit(Steps.longArithmetic(arithmetic.operator(), left, right, size()));
    }
    int left = asDouble(arithmetic.left());
    int right = asDouble(arithmetic.right());
    return emit(Steps.doubleArithmetic(arithmetic.operator(), left, right, size()));
  }

  private int coalesce(Expression.Coalesce coalesce) {
    int[] operands = registersOf(coalesce.operands());
    return emit(Steps.coalesce(kind(coalesce), operands, size()));
  }

  private int and(int[] operands) {
    return emit(Steps.and(operands, size()));
  }

  private int or(int[] operands) {
    return emit(Steps.or(operands, size()));
  }

  private int asDouble(Expression expression) {
    int register = register(expression);
    return type(expression).equals(ValueType.LONG)
        ? emit(Steps.toDouble(register, size()))
        : register;
  }

  private int[] registersOf(List<Expression> operands) {
    return operands.stream().mapToInt(this::register).toArray();
  }

  /// The register that the next step fills.
  private int size() {
    return size;
  }

  private int emit(Step step) {
    steps.add(step);
    return reserve();
  }
}
