package roundhouse.featureengine.language.random;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Aggregate.Spread;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Expression.Field;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.History.KeyMatch;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.Nullability;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.TimeUnit;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;
import roundhouse.featureengine.language.ast.ValueType.Enumeration;
import roundhouse.featureengine.language.ast.ValueType.ListOf;
import roundhouse.featureengine.language.ast.Window;
import roundhouse.featureengine.language.check.ExpressionCheck;
import roundhouse.featureengine.language.check.Scope;
import roundhouse.featureengine.language.plan.Plan;

/// Draws whole definitions: schemas with every type, several streams, keys that are fields or
/// computed, filters, every aggregate over every window, every expression, labels and a lag.
public final class RandomPlan {
  private static final List<Duration> LENGTHS =
      List.of(
          Duration.of(1, ChronoUnit.MICROS),
          Duration.ofMinutes(17),
          Duration.ofHours(1),
          Duration.ofHours(7),
          Duration.ofDays(1),
          Duration.ofDays(14));

  /// Some share their steps, and some are one step long.
  private static final List<Window> STEPPED =
      List.of(
          new Window.Stepped(Duration.ofMinutes(17), Duration.ofMinutes(1)),
          new Window.Stepped(Duration.ofHours(1), Duration.ofMinutes(20)),
          new Window.Stepped(Duration.ofHours(7), Duration.ofMinutes(20)),
          new Window.Stepped(Duration.ofHours(7), Duration.ofHours(7)),
          new Window.Stepped(Duration.ofDays(14), Duration.ofHours(7)));

  private final Random random;
  private final RandomValues values;
  private final List<ValueType> types;
  private final StreamSchema asks;
  private final List<StreamSchema> streams = new ArrayList<>();
  private final List<History> histories = new ArrayList<>();
  private final List<Aggregation> drawn = new ArrayList<>();
  private final RandomExpression ofAsk;
  private final boolean isStepped;

  private RandomPlan(long seed) {
    random = new Random(seed);
    values = new RandomValues(random);
    types = types();
    isStepped = random.nextInt(3) == 0;
    asks = stream("ask");
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      streams.add(stream("stream" + i));
    }
    if (random.nextInt(4) == 0) {
      streams.add(asks);
    }
    for (int i = 0; i <= random.nextInt(3); i++) {
      histories.add(history(pick(streams)));
    }
    ofAsk = new RandomExpression(random, values, types, asks.fields(), this::exactAggregation);
  }

  /// A plan, the same for the same seed.
  public static Plan of(long seed) {
    return new RandomPlan(seed).plan();
  }

  private Plan plan() {
    List<Feature> features = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      features.add(new Feature("feature" + i, feature()));
    }
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      labels.add(label("label" + i));
    }
    Duration lag = random.nextInt(3) == 0 ? Duration.ofMinutes(20) : Duration.ZERO;
    return Plan.of("drawn", 1, asks, streams, lag, features, labels);
  }

  private List<ValueType> types() {
    List<ValueType> all = new ArrayList<>(List.of(ValueType.Simple.values()));
    for (int i = 0; i < 2; i++) {
      int precision = 1 + random.nextInt(Decimal.MOST_DIGITS);
      all.add(new Decimal(precision, random.nextInt(Math.min(precision, 9) + 1)));
    }
    all.add(new Enumeration("Channel", List.of("APP", "WEB", "SHOP")));
    List<ValueType> singles = List.copyOf(all);
    all.add(new ListOf(ValueType.STRING));
    all.add(new ListOf(pick(singles)));
    return List.copyOf(all);
  }

  /// A stream with a field of every type, some of them never null; the keys among them.
  private StreamSchema stream(String name) {
    boolean knownLater = random.nextBoolean();
    List<FieldSchema> fields = new ArrayList<>();
    String id = name + "Id";
    fields.add(FieldSchema.required(id, random.nextBoolean() ? ValueType.LONG : ValueType.STRING));
    fields.add(FieldSchema.required("at", ValueType.INSTANT));
    if (knownLater) {
      fields.add(FieldSchema.required("knownAt", ValueType.INSTANT));
    }
    for (int i = 0; i < types.size(); i++) {
      Nullability nullability =
          random.nextInt(3) == 0 ? Nullability.REQUIRED : Nullability.NULLABLE;
      fields.add(new FieldSchema("field" + i, types.get(i), nullability));
    }
    return new StreamSchema(
        name,
        fields,
        id,
        "at",
        knownLater ? "knownAt" : "at",
        knownLater ? Duration.ofMinutes(random.nextInt(90)) : Duration.ZERO);
  }

  private History history(StreamSchema stream) {
    List<KeyMatch> keys = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      keys.add(key());
    }
    Expression filter =
        random.nextBoolean() ? Literal.of(true) : ofEvent(stream).of(ValueType.BOOLEAN, 2);
    return new History(stream.name(), keys, filter);
  }

  /// A field of both, or the same computed from a field of both.
  private KeyMatch key() {
    List<Integer> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i).isKey()) {
        fields.add(i);
      }
    }
    Field field = new Field("field" + pick(fields));
    Expression computed =
        switch (random.nextInt(4)) {
          case 0 -> new Expression.HashBucket(field, 3, 42);
          case 1 -> new Expression.IsNull(field);
          default -> field;
        };
    return new KeyMatch(computed, computed);
  }

  private Expression feature() {
    ValueType type = pick(types);
    return random.nextInt(3) > 0 ? aggregation(type) : ofAsk.of(type, 3);
  }

  private Label label(String name) {
    History history = pick(histories);
    ValueType type = pick(types);
    Label.Absence absence =
        type.equals(ValueType.BOOLEAN) ? Label.Absence.FALSE : Label.Absence.UNLABELLED;
    return new Label(name, history, ofEvent(streamOf(history)).of(type, 1), pick(LENGTHS), absence);
  }

  /// An aggregate with that result, now and then one drawn before or the same over another window.
  private Expression aggregation(ValueType type) {
    List<Aggregation> again = drawn.stream().filter(each -> resultOf(each).equals(type)).toList();
    if (!again.isEmpty() && random.nextInt(4) == 0) {
      Aggregation same = pick(again);
      return random.nextBoolean()
          ? same
          : new Aggregation(same.history(), same.aggregate(), window());
    }
    History history = pick(histories);
    RandomExpression event = ofEvent(streamOf(history));
    Aggregate aggregate = pick(aggregates(type, event, random.nextInt(3))).get();
    Aggregation aggregation = new Aggregation(history, aggregate, window());
    drawn.add(aggregation);
    return aggregation;
  }

  /// An aggregate to compute with.
  private Expression exactAggregation(ValueType type) {
    Expression aggregation = aggregation(type);
    return ExpressionCheck.typeOf(aggregation, Scope.ofAsk(asks, streams)).isApproximate()
        ? new Expression.Estimate(aggregation)
        : aggregation;
  }

  private ValueType resultOf(Aggregation aggregation) {
    return ExpressionCheck.typeOf(aggregation, Scope.ofAsk(asks, streams)).type();
  }

  private List<Supplier<Aggregate>> aggregates(
      ValueType result, RandomExpression event, int depth) {
    List<Supplier<Aggregate>> choices = new ArrayList<>();
    choices.add(() -> new Aggregate.First(event.of(result, depth)));
    choices.add(() -> new Aggregate.Last(event.of(result, depth)));
    switch (result) {
      case ListOf list -> choices.addAll(listAggregates(list.element(), event, depth));
      case Decimal decimal when decimal.precision() == Decimal.MOST_DIGITS ->
          choices.add(() -> new Aggregate.Sum(event.of(decimal, depth)));
      case ValueType.Simple.LONG -> choices.addAll(longAggregates(event, depth));
      case ValueType.Simple.DOUBLE -> choices.addAll(doubleAggregates(event, depth));
      default -> {}
    }
    if (!(result instanceof ListOf)) {
      choices.add(() -> new Aggregate.Min(event.of(result, depth)));
      choices.add(() -> new Aggregate.Max(event.of(result, depth)));
    }
    return choices;
  }

  private List<Supplier<Aggregate>> listAggregates(
      ValueType element, RandomExpression event, int depth) {
    List<Supplier<Aggregate>> choices = new ArrayList<>();
    choices.add(() -> new Aggregate.LastK(event.of(element, depth), 1 + random.nextInt(4)));
    choices.add(() -> new Aggregate.TopK(event.of(element, depth), 1 + random.nextInt(3)));
    if (element.equals(ValueType.LONG)) {
      choices.add(
          () -> new Aggregate.Histogram(event.number(depth), List.of(-1.0, 0.0, 50.0, 1e16)));
    }
    return choices;
  }

  private List<Supplier<Aggregate>> longAggregates(RandomExpression event, int depth) {
    return List.of(
        Aggregate.Count::new,
        () -> new Aggregate.Sum(event.of(ValueType.LONG, depth)),
        () -> new Aggregate.Distinct(event.single(depth)),
        () -> new Aggregate.DistinctUpTo(event.single(depth), 1 + random.nextInt(4)),
        () -> new Aggregate.DistinctAbout(event.single(depth), 4 + random.nextInt(5)),
        () -> new Aggregate.Changes(event.single(depth)));
  }

  private List<Supplier<Aggregate>> doubleAggregates(RandomExpression event, int depth) {
    return List.of(
        () -> new Aggregate.Sum(event.of(ValueType.DOUBLE, depth)),
        () -> new Aggregate.Mean(event.number(depth)),
        () -> new Aggregate.Variance(event.number(depth), pick(Spread.values())),
        () -> new Aggregate.StandardDeviation(event.number(depth), pick(Spread.values())),
        () ->
            new Aggregate.Quantile(
                event.number(depth), pick(List.of(0.0, 0.5, 0.99, 1.0)), pick(List.of(0.01, 0.2))),
        () -> new Aggregate.DecayedSum(event.number(depth), pick(LENGTHS)),
        () -> new Aggregate.Share(event.of(ValueType.BOOLEAN, depth)),
        Aggregate.MinutesSinceLast::new,
        () -> new Aggregate.TimeSinceLast(pick(TimeUnit.values())));
  }

  /// In some plans nearly all windows have steps, so that no exact one keeps the events for them.
  private Window window() {
    return switch (random.nextInt(isStepped ? 16 : 4)) {
      case 0 -> pick(STEPPED);
      case 1 -> new Window.Ever();
      case 2, 3 -> new Window.Exact(pick(LENGTHS));
      default -> pick(STEPPED);
    };
  }

  private RandomExpression ofEvent(StreamSchema stream) {
    return new RandomExpression(random, values, types, stream.fields(), _ -> null);
  }

  private StreamSchema streamOf(History history) {
    return streams.stream()
        .filter(each -> each.name().equals(history.stream()))
        .findFirst()
        .orElseThrow();
  }

  private <T> T pick(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
