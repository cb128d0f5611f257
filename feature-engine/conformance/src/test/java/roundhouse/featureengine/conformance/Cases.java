package roundhouse.featureengine.conformance;

import static roundhouse.featureengine.language.ast.FieldSchema.nullable;
import static roundhouse.featureengine.language.ast.FieldSchema.required;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import roundhouse.featureengine.conformance.Case.Computed;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Expression.Field;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.History.KeyMatch;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.Label.Absence;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.Subexpressions;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.Window;
import roundhouse.featureengine.language.plan.Plan;

/// All cases, and the streams that they are about: sensors that send readings with a value of every
/// type, known up to two hours later, and questions about them, known up to ten minutes later.
///
/// Written in the language's own tree: the words of the DSL are the language's to test.
final class Cases {
  static final Field FLAG = new Field("flag");
  static final Field NUMBER = new Field("number");
  static final Field AMOUNT = new Field("amount");
  static final Field PRICE = new Field("price");
  static final Field WORD = new Field("word");
  static final Field CHANNEL = new Field("channel");
  static final Field INSTANT = new Field("instant");
  static final Field TAGS = new Field("tags");

  private static final List<FieldSchema> VALUES =
      List.of(
          nullable("flag", ValueType.BOOLEAN),
          nullable("number", ValueType.LONG),
          nullable("amount", ValueType.DOUBLE),
          nullable("price", new ValueType.Decimal(9, 2)),
          nullable("word", ValueType.STRING),
          nullable("channel", new ValueType.Enumeration("Channel", List.of("APP", "SHOP", "WEB"))),
          nullable("instant", ValueType.INSTANT),
          nullable("tags", new ValueType.ListOf(ValueType.STRING)));

  private static final StreamSchema READINGS =
      stream("reading", required("id", ValueType.STRING), VALUES, Duration.ofHours(2));

  private Cases() {}

  private static StreamSchema stream(
      String name, FieldSchema id, List<FieldSchema> values, Duration lateness) {
    List<FieldSchema> fields = new ArrayList<>();
    fields.add(id);
    fields.add(nullable("sensor", ValueType.STRING));
    fields.add(required("at", ValueType.INSTANT));
    fields.add(required("knownAt", ValueType.INSTANT));
    fields.addAll(values);
    return new StreamSchema(name, fields, id.name(), "at", "knownAt", lateness);
  }

  static List<Case> all() {
    return Stream.of(
            AggregateCases.all(),
            WindowCases.all(),
            VisibilityCases.all(),
            LabelCases.all(),
            ExpressionCases.all())
        .flatMap(List::stream)
        .toList();
  }

  /// A plan with the values and labels of all these cases, each once. Questions have the fields
  /// that are read.
  static Plan plan(String name, List<Case> cases) {
    Set<Expression> values = new LinkedHashSet<>();
    Set<Label> outcomes = new LinkedHashSet<>();
    for (Case each : cases) {
      switch (each.computed()) {
        case Computed.OfFeature(Expression value) -> values.add(value);
        case Computed.OfLabel(Label label) -> outcomes.add(label);
      }
    }
    Set<String> read = new HashSet<>();
    List<Feature> features = new ArrayList<>();
    for (Expression value : values) {
      features.add(new Feature("feature" + features.size(), value));
      Subexpressions.forEach(value, part -> read.add(part instanceof Field(String f) ? f : ""));
    }
    List<Label> labels = new ArrayList<>();
    outcomes.forEach(outcome -> labels.add(named("label" + labels.size(), outcome)));
    List<FieldSchema> asked = VALUES.stream().filter(v -> read.contains(v.name())).toList();
    StreamSchema questions =
        stream("question", required("question", ValueType.LONG), asked, Duration.ofMinutes(10));
    return Plan.of(name, 1, questions, List.of(READINGS), Duration.ZERO, features, labels);
  }

  static Label named(String name, Label label) {
    return new Label(name, label.history(), label.outcome(), label.maturity(), label.absence());
  }

  /// A value of the sensor's last reading within an hour after the ask.
  static Label outcome(Expression outcome, Absence absence) {
    return new Label(
        "outcome", ofSensor(Literal.of(true)), outcome, Duration.ofMinutes(60), absence);
  }

  /// An aggregate over the readings of the ask's sensor.
  static Expression over(Window window, Aggregate aggregate) {
    return over(window, aggregate, Literal.of(true));
  }

  static Expression over(Window window, Aggregate aggregate, Expression filter) {
    return new Aggregation(ofSensor(filter), aggregate, window);
  }

  private static History ofSensor(Expression filter) {
    return new History(
        "reading", List.of(new KeyMatch(new Field("sensor"), new Field("sensor"))), filter);
  }

  static Window minutes(long length) {
    return new Window.Exact(Duration.ofMinutes(length));
  }
}
