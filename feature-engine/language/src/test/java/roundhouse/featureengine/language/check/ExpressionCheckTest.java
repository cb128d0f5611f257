package roundhouse.featureengine.language.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Expression.Field;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.Expression.Operator;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.History.KeyMatch;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;
import roundhouse.featureengine.language.ast.ValueType.Enumeration;
import roundhouse.featureengine.language.ast.ValueType.ListOf;
import roundhouse.featureengine.language.ast.Window;

class ExpressionCheckTest {
  private static final Enumeration CHANNEL = new Enumeration("Channel", List.of("APP", "WEB"));
  private static final StreamSchema STREAM =
      new StreamSchema(
          "order",
          List.of(
              FieldSchema.required("id", ValueType.LONG),
              FieldSchema.required("at", ValueType.INSTANT),
              FieldSchema.required("text", ValueType.STRING),
              FieldSchema.required("ratio", ValueType.DOUBLE),
              FieldSchema.required("small", new Decimal(12, 10)),
              FieldSchema.required("channel", CHANNEL),
              FieldSchema.required("tags", new ListOf(ValueType.STRING))),
          "id",
          "at",
          "at",
          Duration.ZERO);
  private static final Scope ASK = Scope.ofAsk(STREAM, List.of(STREAM));
  private static final Field TEXT = new Field("text");
  private static final Field TAGS = new Field("tags");
  private static final History HISTORY =
      new History(
          "order", List.of(new KeyMatch(new Field("id"), new Field("id"))), Literal.of(true));

  @Test
  void productOfTooManyDigitsIsRefused() {
    assertThat(
            problem(
                new Expression.Arithmetic(Operator.TIMES, new Field("small"), new Field("small"))))
        .contains("(small * small) multiplies decimal(12,10) by decimal(12,10)")
        .contains("at most 18 digits after the point")
        .contains("convert one");
  }

  @Test
  void listsAreNoSingleValues() {
    assertThat(problem(new Expression.HashBucket(TAGS, 3, 0))).contains("tags is of type list");
    assertThat(problem(aggregation(new Aggregate.Distinct(TAGS), new Window.Ever())))
        .contains("tags is of type list(string)");
    assertThat(problem(new Expression.Size(TEXT))).contains("text is of type string", "list");
    assertThat(problem(new Literal(new ListOf(ValueType.LONG), null))).contains("no list");
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertThat(problem(new Expression.Substring(TEXT, -1, 2))).contains("start -1");
    assertThat(problem(new Expression.Split(TEXT, ""))).contains("separator ''");
    assertThat(problem(new Expression.HashBucket(TEXT, 0, 1))).contains("buckets 0");
    assertThat(problem(new Expression.Bucket(new Field("ratio"), List.of(1.0, 1.0))))
        .contains("boundaries [1.0, 1.0]", "greater than the one before it");
    assertThat(problem(aggregation(new Aggregate.LastK(TEXT, 1001), new Window.Ever())))
        .contains("last 1001", "1 to 1000");
    assertThat(problem(aggregation(quantile(Double.NaN, 0.01), new Window.Ever())))
        .contains("quantile NaN");
    assertThat(problem(aggregation(quantile(0.5, 0.0001), new Window.Ever())))
        .contains("accuracy 1.0E-4", "0.001 to 0.5");
  }

  @Test
  void nothingIsMadeOfAnEstimateThatIsNotSaidToDo() {
    Expression median = aggregation(quantile(0.5, 0.01), new Window.Ever());
    Expression five = Literal.of(5.0);
    assertThat(problem(new Expression.Arithmetic(Operator.TIMES, median, five)))
        .contains(
            "quantile 0.5 of ratio",
            "is of type approximate double; expected an exact value",
            "say that an estimate will do, with estimateOf");
    assertThat(problem(new Expression.Coalesce(List.of(median, five)))).contains("exact value");
    assertThat(problem(new Expression.Estimate(five)))
        .contains("estimate(5.0) estimates an exact value", "leave estimateOf out");
    assertThat(ExpressionCheck.typeOf(median, ASK).isApproximate()).isTrue();
    assertThat(ExpressionCheck.typeOf(new Expression.Estimate(median), ASK))
        .isEqualTo(Typed.nullable(ValueType.DOUBLE));
    assertThat(ExpressionCheck.typeOf(new Expression.IsNull(median), ASK))
        .isEqualTo(Typed.required(ValueType.BOOLEAN));
  }

  @Test
  void stepsMustDivideTheWindow() {
    assertThat(problem(stepped(Duration.ofHours(1), Duration.ofMinutes(7))))
        .contains("window 1 hour in steps of 7 minutes", "a length of whole steps");
    assertThat(problem(stepped(Duration.ofDays(90), Duration.ofMillis(1))))
        .contains("at most 100000");
    assertThat(problem(stepped(Duration.ofHours(1), Duration.ZERO))).contains("step 0 seconds");
    assertThat(problem(stepped(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofMillis(1))))
        .contains("at most 36525 days");
  }

  @Test
  void patternsOutsideOfRe2AreRefused() {
    assertThat(problem(new Expression.Matches(TEXT, "(a"))).contains("pattern '(a'", "RE2");
    assertThat(problem(new Expression.Matches(TEXT, "(?=a)"))).contains("look-around");
    assertThat(problem(new Expression.Matches(TEXT, "((a{100}){100}){100}")))
        .contains("pattern '((a{100}){100}){100}'");
    assertThat(problem(new Expression.Matches(TEXT, "a".repeat(1001)))).contains("longer than");
    assertThat(problem(new Expression.Extract(TEXT, "(a)", 2))).contains("group 2", "0 to 1");
  }

  @Test
  void symbolsAreThoseOfTheEnumeration() {
    assertThat(problem(new Literal(CHANNEL, "SHOP")))
        .contains("constant 'SHOP' of type enum Channel(APP,WEB)");
    assertThat(
            problem(
                new Expression.Comparison(
                    Expression.Comparator.EQUAL, new Field("channel"), Literal.of("APP"))))
        .contains("compares enum Channel(APP,WEB) with string");
  }

  @Test
  void onlyWhatHasAPlaceIsConverted() {
    assertThat(problem(new Expression.Convert(TEXT, ValueType.LONG)))
        .contains("(text as long) converts string", "a number to a number");
  }

  @Test
  void branchesHaveOneType() {
    assertThat(problem(new Expression.Conditional(Literal.of(true), TEXT, Literal.of(1L))))
        .contains("mixes types", "values of one type, string");
  }

  @Test
  void everyPartIsCheckedAtOnce() {
    Expression wrong =
        new Expression.Conditional(
            TEXT, new Expression.Substring(TEXT, -1, 1), new Expression.Matches(TEXT, "("));
    assertThat(problems(wrong)).hasSize(4);
  }

  private static Aggregate.Quantile quantile(double quantile, double accuracy) {
    return new Aggregate.Quantile(new Field("ratio"), quantile, accuracy);
  }

  private static Expression stepped(Duration length, Duration step) {
    return aggregation(new Aggregate.Count(), new Window.Stepped(length, step));
  }

  private static Expression aggregation(Aggregate aggregate, Window window) {
    return new Aggregation(HISTORY, aggregate, window);
  }

  private static String problem(Expression expression) {
    List<String> problems = problems(expression);
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  private static List<String> problems(Expression expression) {
    List<String> problems = new ArrayList<>();
    new ExpressionCheck("Feature 'x'", problem -> problems.add(problem.toString()))
        .check(expression, ASK);
    return problems;
  }
}
