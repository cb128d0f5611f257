package roundhouse.featureengine.language.guide;

import static roundhouse.featureengine.language.Expressions.all;
import static roundhouse.featureengine.language.Expressions.any;
import static roundhouse.featureengine.language.Expressions.bucketOf;
import static roundhouse.featureengine.language.Expressions.coalesce;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.dividedBy;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.greatest;
import static roundhouse.featureengine.language.Expressions.hashOf;
import static roundhouse.featureengine.language.Expressions.hourOf;
import static roundhouse.featureengine.language.Expressions.isWeekend;
import static roundhouse.featureengine.language.Expressions.least;
import static roundhouse.featureengine.language.Expressions.literal;
import static roundhouse.featureengine.language.Expressions.minus;
import static roundhouse.featureengine.language.Expressions.monthOf;
import static roundhouse.featureengine.language.Expressions.not;
import static roundhouse.featureengine.language.Expressions.plus;
import static roundhouse.featureengine.language.Expressions.remainder;
import static roundhouse.featureengine.language.Expressions.timeBetween;
import static roundhouse.featureengine.language.Expressions.times;
import static roundhouse.featureengine.language.Expressions.when;
import static roundhouse.featureengine.language.ListWords.elementAt;
import static roundhouse.featureengine.language.ListWords.includes;
import static roundhouse.featureengine.language.ListWords.sizeOf;
import static roundhouse.featureengine.language.NumberWords.abs;
import static roundhouse.featureengine.language.NumberWords.asDouble;
import static roundhouse.featureengine.language.NumberWords.exp;
import static roundhouse.featureengine.language.NumberWords.floor;
import static roundhouse.featureengine.language.NumberWords.log;
import static roundhouse.featureengine.language.NumberWords.oneIf;
import static roundhouse.featureengine.language.TextWords.contains;
import static roundhouse.featureengine.language.TextWords.endsWith;
import static roundhouse.featureengine.language.TextWords.extract;
import static roundhouse.featureengine.language.TextWords.lengthOf;
import static roundhouse.featureengine.language.TextWords.lower;
import static roundhouse.featureengine.language.TextWords.matches;
import static roundhouse.featureengine.language.TextWords.nameOf;
import static roundhouse.featureengine.language.TextWords.split;
import static roundhouse.featureengine.language.TextWords.substring;
import static roundhouse.featureengine.language.TextWords.trim;

import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.LatestEvent;
import roundhouse.featureengine.language.Value;

/// The words of expressions, for the guide.
final class Words {
  static final EventStream<Order> ORDERS =
      EventStream.named("order")
          .of(Order.class)
          .identifiedBy(Order::orderId)
          .happeningAt(Order::at);

  static final EventStream<DomainRated> RATINGS =
      EventStream.named("domain-rated")
          .of(DomainRated.class)
          .identifiedBy(DomainRated::ratingId)
          .happeningAt(DomainRated::at);

  static final FeatureSet<Order> NUMBERS =
      FeatureSet.askedBy(ORDERS)
          .named("numbers")
          .version(1)
          .feature("price_a_piece", dividedBy(field(Order::price), field(Order::pieces)))
          .feature("one_more", plus(field(Order::pieces), literal(1)))
          .feature("one_less", minus(field(Order::pieces), literal(1)))
          .feature("double_weight", times(field(Order::weight), literal(2.0)))
          .feature("odd", remainder(field(Order::pieces), literal(2)))
          .feature("off_a_kilo", abs(minus(field(Order::weight), literal(1.0))))
          .feature("whole_kilos", floor(field(Order::weight)))
          .feature("log_price", log(asDouble(field(Order::price))))
          .feature("weight_again", exp(log(field(Order::weight))))
          .feature("at_most_ten", least(field(Order::pieces), literal(10)))
          .feature("at_least_two", greatest(field(Order::pieces), literal(2)))
          .feature("price_range", bucketOf(field(Order::price), 10, 100, 1_000))
          .feature("experiment", hashOf(field(Order::orderId)).into(100).seed(7));

  static final FeatureSet<Order> CONDITIONS =
      FeatureSet.askedBy(ORDERS)
          .named("conditions")
          .version(1)
          .feature("heavy", field(Order::weight).atLeast(10.0))
          .feature("from_the_app", field(Order::channel).equalTo(Order.Channel.APP))
          .feature("heavy_gift", all(field(Order::gift), field(Order::weight).atLeast(10.0)))
          .feature("gift_or_many", any(field(Order::gift), field(Order::pieces).greaterThan(5)))
          .feature("no_gift", not(field(Order::gift)))
          .feature("nameless", field(Order::email).isNull())
          .feature("gift_as_number", oneIf(field(Order::gift)))
          .feature("size", when(field(Order::weight).atLeast(10.0)).then("L").otherwise("S"))
          .feature("channel", nameOf(field(Order::channel)));

  static final Value<Order, @Nullable String> DOMAIN = lower(extract(Order::email, "@([^@]+)$", 1));

  static final FeatureSet<Order> TEXT =
      FeatureSet.askedBy(ORDERS)
          .named("text")
          .version(1)
          .feature("domain", DOMAIN)
          .feature("domain_or_none", coalesce(DOMAIN, literal("none")))
          .feature("german", endsWith(DOMAIN, ".de"))
          .feature("plus_address", contains(Order::email, "+"))
          .feature("digits", matches(Order::email, "[0-9]{3,}"))
          .feature("first_letter", substring(trim(Order::email), 0, 1))
          .feature("length", lengthOf(Order::email))
          .feature("labels", sizeOf(split(DOMAIN, ".")));

  static final FeatureSet<Order> TIMES =
      FeatureSet.askedBy(ORDERS)
          .named("times")
          .version(1)
          .feature("hour", hourOf(Order::at).in("Europe/Berlin"))
          .feature("month", monthOf(Order::at).in("UTC"))
          .feature("weekend", isWeekend(Order::at).in("Europe/Berlin"));

  static final FeatureSet<Order> LISTS =
      FeatureSet.askedBy(ORDERS)
          .named("lists")
          .version(1)
          .feature("articles", sizeOf(Order::articles))
          .feature("first_article", elementAt(field(Order::articles), 0))
          .feature("has_voucher", includes(field(Order::articles), "voucher"));

  static final LatestEvent<Order, DomainRated> RATING =
      RATINGS.where(DomainRated::domain).equalTo(DOMAIN).latest().within(days(365));

  static final FeatureSet<Order> JOINED =
      FeatureSet.askedBy(ORDERS)
          .named("joined")
          .version(1)
          .feature("domain_risk", RATING.value(DomainRated::risk))
          .feature("rated_by", RATING.value(DomainRated::by))
          .feature("rated", RATING.exists())
          .feature(
              "days_since_rating",
              timeBetween(RATING.value(DomainRated::at), field(Order::at)).inDays());

  private Words() {}
}
