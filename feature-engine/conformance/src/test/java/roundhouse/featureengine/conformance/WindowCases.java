package roundhouse.featureengine.conformance;

import static roundhouse.featureengine.conformance.Cases.AMOUNT;
import static roundhouse.featureengine.conformance.Cases.NUMBER;
import static roundhouse.featureengine.conformance.Cases.WORD;
import static roundhouse.featureengine.conformance.Cases.minutes;
import static roundhouse.featureengine.conformance.Cases.over;

import java.time.Duration;
import java.util.List;
import roundhouse.featureengine.language.ast.Aggregate.Count;
import roundhouse.featureengine.language.ast.Aggregate.Distinct;
import roundhouse.featureengine.language.ast.Aggregate.First;
import roundhouse.featureengine.language.ast.Aggregate.Last;
import roundhouse.featureengine.language.ast.Aggregate.Max;
import roundhouse.featureengine.language.ast.Aggregate.Min;
import roundhouse.featureengine.language.ast.Aggregate.Sum;
import roundhouse.featureengine.language.ast.Window;

/// Every kind of window, at its edges and when asks go back in time.
final class WindowCases {
  private static final double MICROSECOND = 1.0 / Case.MINUTE;
  private static final Window STEPPED =
      new Window.Stepped(Duration.ofMinutes(60), Duration.ofMinutes(15));
  private static final Window EVER = new Window.Ever();

  private WindowCases() {}

  static List<Case> all() {
    return List.of(
        Case.of("an exact window leaves its oldest instant out", over(minutes(10), new Count()))
            .reading(0)
            .ask(10, 0L)
            .ask(10 - MICROSECOND, 1L),
        Case.of("an exact window has the ask's own instant in it", over(minutes(10), new Count()))
            .reading(5)
            .askKnown(5, 6, 1L),
        Case.of(
                "an event after the ask's event time does not count",
                over(minutes(10), new Count()))
            .reading(5 + MICROSECOND)
            .askKnown(5, 6, 0L),
        Case.of(
                "the greatest value comes back once the greater has left",
                over(minutes(10), new Max(NUMBER)))
            .reading(0, "number", 9L)
            .reading(3, "number", 5L)
            .reading(4, "number", 7L)
            .ask(9, 9L)
            .ask(11, 7L)
            .ask(13.5, 7L)
            .ask(14, null),
        Case.of(
                "the least value comes back once the lesser has left",
                over(minutes(10), new Min(AMOUNT)))
            .reading(0, "amount", -1.0)
            .reading(3, "amount", 5.0)
            .ask(9, -1.0)
            .ask(11, 5.0),
        Case.of("an infinity that has left leaves a finite sum", over(minutes(10), new Sum(AMOUNT)))
            .reading(0, "amount", Double.POSITIVE_INFINITY)
            .reading(3, "amount", 0.1)
            .ask(9, Double.POSITIVE_INFINITY)
            .ask(11, 0.1),
        Case.of("a sum that has overflowed comes back", over(minutes(10), new Sum(NUMBER)))
            .reading(0, "number", Long.MAX_VALUE)
            .reading(3, "number", 1L)
            .ask(9, null)
            .ask(11, 1L),
        Case.of(
                "an ask known later may be about an earlier time",
                over(minutes(10), new Max(NUMBER)))
            .reading(0, "number", 9L)
            .reading(4, "number", 5L)
            .ask(12, 5L)
            .askKnown(9, 13, 9L)
            .ask(13, 5L),
        Case.of("first and last are by event time, then by id", over(minutes(60), new Last(WORD)))
            .readingKnown(5, 9, "id", "b", "word", "of b")
            .readingKnown(5, 7, "id", "a", "word", "of a")
            .readingKnown(3, 8, "id", "c", "word", "of c")
            .ask(10, "of b"),
        Case.of("the first of one instant has the least id", over(minutes(60), new First(WORD)))
            .readingKnown(5, 7, "id", "b", "word", "of b")
            .readingKnown(5, 9, "id", "a", "word", "of a")
            .ask(10, "of a"),
        Case.of(
                "a stepped window has whole steps, the ask's own included",
                over(STEPPED, new Count()))
            .reading(0)
            .reading(14)
            .reading(15)
            .reading(44)
            .ask(59, 4L)
            .ask(60, 2L)
            .ask(74.9, 2L)
            .ask(75, 1L),
        Case.of("a later event in the ask's step counts", over(STEPPED, new Sum(NUMBER)))
            .reading(10, "number", 5L)
            .askKnown(3, 11, 5L),
        Case.of("steps of a greatest value leave one by one", over(STEPPED, new Max(AMOUNT)))
            .reading(1, "amount", 3.0)
            .reading(20, "amount", 2.0)
            .reading(40, "amount", 1.0)
            .ask(59, 3.0)
            .ask(61, 2.0)
            .ask(76, 1.0)
            .ask(91, null),
        Case.of(
                "a value in two steps is one until both have left",
                over(STEPPED, new Distinct(WORD)))
            .reading(1, "word", "a")
            .reading(20, "word", "a")
            .ask(30, 1L)
            .ask(61, 1L)
            .ask(76, 0L),
        Case.of("ever forgets nothing", over(EVER, new Sum(NUMBER)))
            .reading(0, "number", 1L)
            .reading(60 * 24 * 400, "number", 2L)
            .ask(60 * 24 * 800, 3L),
        Case.of("ever leaves out what happens after the ask", over(EVER, new Count()))
            .reading(0)
            .reading(5)
            .askKnown(4, 6, 1L),
        Case.of("a window of years is as any other", over(minutes(60L * 24 * 3_650), new Count()))
            .reading(0)
            .reading(60 * 24 * 3_000)
            .ask(60 * 24 * 3_649, 2L)
            .ask(60 * 24 * 3_650, 1L));
  }
}
