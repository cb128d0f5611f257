package roundhouse.featureengine.language;

import static roundhouse.featureengine.language.Expressions.hours;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.interpreter.Interpreter;
import roundhouse.featureengine.language.plan.Plan;

/// Orders and visits to a shop: an example with fields of every type.
final class Orders {
  private Orders() {}

  enum Channel {
    WEB,
    APP,
    SHOP
  }

  record Order(
      long orderId,
      String customer,
      @Nullable Long pieces,
      @Nullable Double weight,
      @Nullable @Decimal(precision = 9, scale = 2) BigDecimal amount,
      Channel channel,
      List<String> tags,
      Instant at,
      Instant knownAt) {}

  record Visit(
      long visitId,
      String customer,
      long number,
      double ratio,
      @Decimal(precision = 9, scale = 2) BigDecimal amount,
      Channel channel,
      @Nullable String text,
      List<@Nullable String> tags,
      List<@Decimal(precision = 5, scale = 1) BigDecimal> prices,
      Instant at) {}

  static final EventStream<Order> ORDERS =
      EventStream.named("order")
          .of(Order.class)
          .identifiedBy(Order::orderId)
          .happeningAt(Order::at)
          .knownAt(Order::knownAt, hours(1))
          .describedAs("What customers bought.");

  static final EventStream<Visit> VISITS =
      EventStream.named("visit")
          .of(Visit.class)
          .identifiedBy(Visit::visitId)
          .happeningAt(Visit::at);

  static final EntityEvents<Visit, Order> OF_CUSTOMER =
      ORDERS.where(Order::customer).equalTo(Visit::customer);

  static final Instant NOON = Instant.parse("2024-02-29T12:34:56Z");

  static final Visit VISIT =
      new Visit(
          1,
          "ann",
          7,
          -2.5,
          new BigDecimal("12.34"),
          Channel.APP,
          " Zoë\uD83D\uDE00 ",
          Arrays.asList("a", null, "b"),
          List.of(new BigDecimal("0.5"), new BigDecimal("10.0")),
          NOON);

  /// An order at noon and so many minutes, known the moment it happened.
  static Order order(long id, int minutes, @Nullable Double weight, @Nullable String amount) {
    Instant at = NOON.plusSeconds(60L * minutes);
    return new Order(
        id,
        "ann",
        weight == null ? null : weight.longValue(),
        weight,
        amount == null ? null : new BigDecimal(amount),
        Channel.WEB,
        List.of(),
        at,
        at);
  }

  /// The plan of that one feature, through its JSON form.
  static Plan plan(Value<Visit, ? extends @Nullable Object> value) {
    Plan plan = FeatureSet.askedBy(VISITS).named("one").version(1).feature("value", value).plan();
    return Plan.parse(plan.toJson());
  }

  /// What the interpreter says to the visit.
  static @Nullable Object valueOf(Value<Visit, ? extends @Nullable Object> value, Order... orders) {
    Plan plan = plan(value);
    List<List<ArrayRow>> events =
        plan.streams().stream()
            .map(stream -> Arrays.stream(orders).map(order -> RecordRow.of(order, stream)).toList())
            .toList();
    return Interpreter.of(plan, events).features(RecordRow.of(VISIT, plan.askStream())).valueAt(0);
  }
}
