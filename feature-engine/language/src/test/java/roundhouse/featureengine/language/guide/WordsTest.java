package roundhouse.featureengine.language.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.fixture.Answer;
import roundhouse.featureengine.language.fixture.FeatureFixture;

/// What the guide says of expressions.
class WordsTest {
  private static final Instant SUNDAY = Instant.parse("2026-03-01T23:30:00Z");

  @Test
  void numbersAreComputedExactlyWhereTheyCanBe() {
    Answer answer = answer(Words.NUMBERS);
    assertThat(answer.value("price_a_piece")).isEqualTo(24.99 / 3);
    assertThat(answer.value("one_more")).isEqualTo(4L);
    assertThat(answer.value("one_less")).isEqualTo(2L);
    assertThat(answer.value("double_weight")).isEqualTo(24.5);
    assertThat(answer.value("odd")).isEqualTo(1L);
    assertThat(answer.value("off_a_kilo")).isEqualTo(11.25);
    assertThat(answer.value("whole_kilos")).isEqualTo(12.0);
    assertThat(answer.value("log_price")).isEqualTo(StrictMath.log(24.99));
    assertThat((Double) answer.value("weight_again")).isEqualTo(12.25, within(1e-9));
    assertThat(answer.value("at_most_ten")).isEqualTo(3L);
    assertThat(answer.value("at_least_two")).isEqualTo(3L);
    assertThat(answer.value("price_range")).isEqualTo(1L);
    assertThat((Long) answer.value("experiment")).isBetween(0L, 99L);
  }

  @Test
  void conditionsKnowThreeValues() {
    Answer answer = answer(Words.CONDITIONS);
    assertThat(answer.value("heavy")).isEqualTo(true);
    assertThat(answer.value("from_the_app")).isEqualTo(true);
    assertThat(answer.value("heavy_gift")).isEqualTo(true);
    assertThat(answer.value("gift_or_many")).isEqualTo(true);
    assertThat(answer.value("no_gift")).isEqualTo(false);
    assertThat(answer.value("nameless")).isEqualTo(false);
    assertThat(answer.value("gift_as_number")).isEqualTo(1L);
    assertThat(answer.value("size")).isEqualTo("L");
    assertThat(answer.value("channel")).isEqualTo("APP");
  }

  @Test
  void textIsTakenApart() {
    Answer answer = answer(Words.TEXT);
    assertThat(answer.value("domain")).isEqualTo("mail.example.de");
    assertThat(answer.value("domain_or_none")).isEqualTo("mail.example.de");
    assertThat(answer.value("german")).isEqualTo(true);
    assertThat(answer.value("plus_address")).isEqualTo(true);
    assertThat(answer.value("digits")).isEqualTo(false);
    assertThat(answer.value("first_letter")).isEqualTo("A");
    assertThat(answer.value("length")).isEqualTo(21L);
    assertThat(answer.value("labels")).isEqualTo(3L);
  }

  @Test
  void nullRunsThroughUntilSomethingTakesIt() {
    Answer answer = FeatureFixture.of(Words.TEXT).ask(order(null));
    assertThat(answer.value("domain")).isNull();
    assertThat(answer.value("german")).isNull();
    assertThat(answer.value("domain_or_none")).isEqualTo("none");
  }

  @Test
  void aPartOfATimeIsThatOfItsZone() {
    Answer answer = answer(Words.TIMES);
    assertThat(answer.value("hour")).as("half past midnight, on Monday").isEqualTo(0L);
    assertThat(answer.value("month")).isEqualTo(3L);
    assertThat(answer.value("weekend")).isEqualTo(false);
  }

  @Test
  void listsHaveASizeAndElements() {
    Answer answer = answer(Words.LISTS);
    assertThat(answer.value("articles")).isEqualTo(2L);
    assertThat(answer.value("first_article")).isEqualTo("shirt");
    assertThat(answer.value("has_voucher")).isEqualTo(true);
  }

  @Test
  void theLatestEventOfAnotherStreamIsJoinedByAComputedKey() {
    Answer answer =
        FeatureFixture.of(Words.JOINED)
            .events(
                new DomainRated(1, "mail.example.de", 3, "ada", SUNDAY.minus(Duration.ofDays(9))),
                new DomainRated(2, "mail.example.de", 5, "bob", SUNDAY.minus(Duration.ofDays(2))))
            .ask(order("Ada+x@Mail.Example.de"));
    assertThat(answer.value("domain_risk")).isEqualTo(5L);
    assertThat(answer.value("rated_by")).isEqualTo("bob");
    assertThat(answer.value("rated")).isEqualTo(true);
    assertThat(answer.value("days_since_rating")).isEqualTo(2.0);
    assertThat(answer(Words.JOINED).value("domain_risk")).as("without a rating").isNull();
  }

  private static Answer answer(FeatureSet<Order> features) {
    return FeatureFixture.of(features).ask(order("Ada+x@Mail.Example.de"));
  }

  private static Order order(@Nullable String email) {
    return new Order(
        1,
        true,
        3,
        12.25,
        new BigDecimal("24.99"),
        Order.Channel.APP,
        email,
        List.of("shirt", "voucher"),
        SUNDAY);
  }
}
