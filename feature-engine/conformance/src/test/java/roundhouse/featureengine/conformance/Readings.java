package roundhouse.featureengine.conformance;

import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.Expressions.minutes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;

/// What cases are about: sensors that send readings with a value of every type, and questions about
/// them.
final class Readings {
  private Readings() {}

  /// @param sensor the entity
  record Reading(
      String id,
      @Nullable String sensor,
      @Nullable Boolean flag,
      @Nullable Long number,
      @Nullable Double amount,
      @Nullable String word,
      @Nullable Instant instant,
      Instant at,
      Instant knownAt) {}

  record Question(
      long question,
      @Nullable String sensor,
      @Nullable Long number,
      @Nullable Double amount,
      @Nullable String word,
      Instant at,
      Instant knownAt) {}

  static final EventStream<Reading> READINGS =
      EventStream.named("reading")
          .of(Reading.class)
          .identifiedBy(Reading::id)
          .happeningAt(Reading::at)
          .knownAt(Reading::knownAt, hours(2));

  static final EventStream<Question> QUESTIONS =
      EventStream.named("question")
          .of(Question.class)
          .identifiedBy(Question::question)
          .happeningAt(Question::at)
          .knownAt(Question::knownAt, minutes(10));

  static final EntityEvents<Question, Reading> OF_SENSOR =
      READINGS.where(Reading::sensor).equalTo(Question::sensor);
}
