package roundhouse.featureengine.language.program;

import static org.assertj.core.api.Assertions.assertThat;
import static roundhouse.featureengine.language.Expressions.coalesce;
import static roundhouse.featureengine.language.Expressions.dividedBy;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.literal;
import static roundhouse.featureengine.language.Expressions.plus;
import static roundhouse.featureengine.language.Expressions.remainder;
import static roundhouse.featureengine.language.Expressions.times;
import static roundhouse.featureengine.language.Expressions.when;
import static roundhouse.featureengine.language.ListWords.elementAt;
import static roundhouse.featureengine.language.NumberWords.abs;
import static roundhouse.featureengine.language.NumberWords.asLong;
import static roundhouse.featureengine.language.NumberWords.log;
import static roundhouse.featureengine.language.TextWords.extract;
import static roundhouse.featureengine.language.TextWords.split;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.RecordRow;
import roundhouse.featureengine.language.Value;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.check.Scope;
import roundhouse.featureengine.language.interpreter.Interpreter;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.RowCompiler.Target;

/// What reads no row is computed once, when code is made, and is what it would be in each row.
class ConstantsTest {
  private static final List<Long> COMPUTED = new ArrayList<>();

  record Visit(long id, Instant at, long number) {}

  private static final EventStream<Visit> VISITS =
      EventStream.named("visit").of(Visit.class).identifiedBy(Visit::id).happeningAt(Visit::at);
  private static final Value<Visit, Long> NUMBER = field(Visit::number);

  /// What compiled code calls.
  static long computed(long value) {
    COMPUTED.add(value);
    return value;
  }

  @Test
  void whatReadsNoRowIsConstant() {
    Value<Visit, Long> constant = times(literal(2L), plus(literal(3L), literal(4L)));
    Plan plan = plan(List.of(constant, plus(NUMBER, constant)));
    Graph graph = graph(plan);
    Node folded = node(plan, 0, graph);
    Node sum = node(plan, 1, graph);
    assertThat(folded.isConstant()).isTrue();
    assertThat(sum.isConstant()).isFalse();
    assertThat(sum.operands()).contains(folded);
  }

  @Test
  void constantsAreComputedOnceForAllRows() {
    Node constant = new Node(0, ValueKind.LONG, false, true, new Node.Constant(5L), List.of());
    Node ofConstant = new Node(1, ValueKind.LONG, false, true, call(), List.of(constant));
    Node field = new Node(2, ValueKind.LONG, false, false, new Node.Field(0, "longOf"), List.of());
    Node ofField = new Node(3, ValueKind.LONG, false, false, call(), List.of(field));
    RowCompiler.Compiled compiled =
        RowCompiler.compile(
            List.of(new Target.Word(ofConstant, 0, null), new Target.Word(ofField, 1, null)));
    COMPUTED.clear();
    RowCode code = compiled.newInstance(new ValuePool());
    assertThat(COMPUTED).containsExactly(5L);
    for (long number = 7; number < 10; number++) {
      ArrayRow row = ArrayRow.ofSize(1);
      row.putLong(0, number);
      long[] words = new long[2];
      code.run(row, words, 0, null);
      assertThat(words).containsExactly(5, number);
    }
    assertThat(COMPUTED).containsExactly(5L, 7L, 8L, 9L);
  }

  /// In Java some of them would throw, and others wrap around.
  @Test
  void constantsThatHaveNoValueAreNullAsInRows() {
    Value<Visit, Long> overflow = plus(literal(Long.MAX_VALUE), literal(1L));
    Value<Visit, @Nullable String> nothing = extract(literal("a"), "b", 0);
    assertConstant(overflow, null);
    assertConstant(times(literal(Long.MIN_VALUE), literal(-1L)), null);
    assertConstant(abs(literal(Long.MIN_VALUE)), null);
    assertConstant(remainder(literal(7L), literal(0L)), null);
    assertConstant(remainder(literal(Long.MIN_VALUE), literal(-1L)), 0L);
    assertConstant(dividedBy(literal(7L), literal(0L)), null);
    assertConstant(asLong(literal(1e19)), null);
    assertConstant(
        times(literal(new BigDecimal("999999999999999999")), literal(new BigDecimal(2))), null);
    assertConstant(elementAt(split(literal("a,b"), ","), 7), null);
    assertConstant(nothing, null);
    assertConstant(coalesce(nothing, literal("c")), "c");
    assertConstant(when(overflow.greaterThan(0L)).then(1L).otherwise(2L), 2L);
    assertConstant(log(literal(0.0)), Double.NEGATIVE_INFINITY);
  }

  @Test
  void aConstantWithoutValueMakesTheRowsNull() {
    Value<Visit, Long> overflow = plus(literal(Long.MAX_VALUE), literal(1L));
    Value<Visit, Long> value = plus(NUMBER, overflow);
    Plan plan = plan(List.of(value));
    assertThat(node(plan, 0, graph(plan)).isConstant()).isFalse();
    assertThat(compiled(plan)).isNull();
  }

  private static void assertConstant(
      Value<Visit, ? extends @Nullable Object> value, @Nullable Object expected) {
    Plan plan = plan(List.of(value));
    String text = ExpressionText.of(plan.features().getFirst().value());
    assertThat(node(plan, 0, graph(plan)).isConstant()).as(text).isTrue();
    assertThat(compiled(plan)).as(text).isEqualTo(expected);
    Interpreter oracle = Interpreter.of(plan, List.of());
    assertThat(oracle.features(visit(plan)).valueAt(0)).as(text).isEqualTo(expected);
  }

  private static Plan plan(List<? extends Value<Visit, ? extends @Nullable Object>> values) {
    FeatureSet<Visit> set = FeatureSet.askedBy(VISITS).named("constants").version(1);
    for (int i = 0; i < values.size(); i++) {
      set = set.feature("value_" + i, values.get(i));
    }
    return set.plan();
  }

  private static Graph graph(Plan plan) {
    return Graph.of(Scope.ofAsk(plan.askStream(), plan.streams()));
  }

  private static Node node(Plan plan, int feature, Graph graph) {
    return graph.node(plan.features().get(feature).value());
  }

  private static Node.Call call() {
    return new Node.Call(
        RowCompiler.desc(ConstantsTest.class), "computed", List.of(), Node.Nulls.OF_OPERANDS);
  }

  private static @Nullable Object compiled(Plan plan) {
    ArrayRow columns = ArrayRow.ofSize(plan.columns().size());
    FeatureFold.of(plan).answer(visit(plan), columns);
    return columns.valueAt(0);
  }

  private static ArrayRow visit(Plan plan) {
    return RecordRow.of(new Visit(1, Instant.parse("2024-02-29T12:34:56Z"), 7), plan.askStream());
  }
}
