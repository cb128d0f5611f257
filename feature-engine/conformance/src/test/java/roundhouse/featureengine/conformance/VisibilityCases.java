package roundhouse.featureengine.conformance;

import static roundhouse.featureengine.conformance.Cases.FLAG;
import static roundhouse.featureengine.conformance.Cases.NUMBER;
import static roundhouse.featureengine.conformance.Cases.minutes;
import static roundhouse.featureengine.conformance.Cases.over;

import java.util.List;
import roundhouse.featureengine.language.ast.Aggregate.Count;
import roundhouse.featureengine.language.ast.Aggregate.Max;
import roundhouse.featureengine.language.ast.Aggregate.Sum;
import roundhouse.featureengine.language.ast.Expression;

/// Which events an ask sees: late ones, copies, ties, both modes.
final class VisibilityCases {
  private static final double MICROSECOND = 1.0 / Case.MINUTE;
  private static final Expression COUNT = over(minutes(600), new Count());
  private static final Expression SUM = over(minutes(600), new Sum(NUMBER));

  private VisibilityCases() {}

  static List<Case> all() {
    return List.of(
        Case.of("an event is seen once it is known", COUNT)
            .readingKnown(0, 30)
            .ask(29, 0L)
            .ask(30, 0L)
            .ask(30 + MICROSECOND, 1L),
        Case.of("a late event counts where it happened", over(minutes(10), new Max(NUMBER)))
            .reading(20, "number", 1L)
            .readingKnown(0, 21, "number", 9L)
            .ask(22, 1L)
            .reading(25, "number", 2L)
            .ask(26, 2L),
        Case.of("an event at its bound is in time", COUNT).readingKnown(0, 120).ask(121, 1L),
        Case.of("an event past its bound is refused", COUNT)
            .readingKnown(0, 120 + MICROSECOND)
            .ask(122, 0L),
        Case.of("an event before its time is refused", COUNT)
            .readingKnown(5, 5 - MICROSECOND)
            .ask(10, 0L),
        Case.of("a copy does not count", SUM)
            .readingKnown(0, 1, "id", "a", "number", 1L)
            .readingKnown(0, 9, "id", "a", "number", 1L)
            .ask(10, 1L),
        Case.of("a refused event does not take its id", SUM)
            .readingKnown(5, 4, "id", "a", "number", 1L)
            .readingKnown(5, 9, "id", "a", "number", 2L)
            .ask(10, 2L),
        Case.of("an id may come again after the bound", SUM)
            .reading(0, "id", "a", "number", 1L)
            .reading(121, "id", "a", "number", 2L)
            .ask(122, 3L),
        Case.of("null is no sensor", COUNT).reading(0, "sensor", null).ask(1, 0L, "sensor", null),
        Case.of("another sensor's events do not count", COUNT)
            .reading(0, "sensor", "other")
            .ask(1, 0L)
            .ask(2, 1L, "sensor", "other"),
        Case.of("a null condition keeps an event out", over(minutes(60), new Count(), FLAG))
            .reading(0, "flag", true)
            .reading(1, "flag", null)
            .reading(2, "flag", false)
            .ask(3, 1L),
        Case.of("as served, what was logged before counts", COUNT)
            .readingKnown(0, 30)
            .ask(29, 1L)
            .reading(31)
            .ask(32, 2L)
            .asServed(),
        Case.of("as served, what came later does not count though known before", COUNT)
            .reading(0)
            .ask(10, 1L)
            .readingKnown(5, 6)
            .ask(11, 2L)
            .asServed(),
        Case.of("as served, the first of two copies logged wins", SUM)
            .readingKnown(0, 9, "id", "a", "number", 1L)
            .readingKnown(0, 1, "id", "a", "number", 2L)
            .ask(10, 1L)
            .asServed(),
        Case.of("as served, lateness judges an event's own time", COUNT)
            .reading(200)
            .readingKnown(50, 60)
            .ask(201, 2L)
            .asServed());
  }
}
