package roundhouse.featureengine.conformance;

import static roundhouse.featureengine.conformance.Cases.CHANNEL;
import static roundhouse.featureengine.conformance.Cases.FLAG;
import static roundhouse.featureengine.conformance.Cases.NUMBER;
import static roundhouse.featureengine.conformance.Cases.PRICE;
import static roundhouse.featureengine.conformance.Cases.WORD;
import static roundhouse.featureengine.conformance.Cases.outcome;

import java.util.List;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.Label.Absence;

/// What came of an ask: one of an hour's outcomes, or none.
final class LabelCases {
  private static final double MICROSECOND = 1.0 / Case.MINUTE;
  private static final Label OR_FALSE = outcome(FLAG, Absence.FALSE);
  private static final Label OR_NONE = outcome(NUMBER, Absence.UNLABELLED);

  private LabelCases() {}

  static List<Case> all() {
    return List.of(
        Case.of("an outcome is the label", OR_FALSE).ask(0, true).reading(20, "flag", true),
        Case.of("silence is no", OR_FALSE).ask(0, false),
        Case.of("silence is no label", OR_NONE).ask(0, null),
        Case.of("an outcome that is null is no label", OR_NONE)
            .ask(0, null)
            .reading(20, "number", 1L)
            .reading(21, "number", null),
        Case.of("an outcome that is null is not silence", OR_FALSE)
            .ask(0, null)
            .reading(20, "flag", null),
        Case.of("what was known with the ask is no outcome", OR_NONE)
            .reading(0, "number", 1L)
            .ask(0, null)
            .ask(-MICROSECOND, 1L),
        Case.of("an outcome may have happened before the ask", OR_NONE)
            .readingKnown(-30, 5, "number", 1L)
            .ask(0, 1L),
        Case.of("the end of maturity counts", OR_NONE)
            .ask(0, 1L)
            .ask(-MICROSECOND, null)
            .reading(60, "number", 1L),
        Case.of("maturity runs from when the ask was known", OR_NONE)
            .askKnown(0, 5, 1L)
            .reading(65, "number", 1L),
        Case.of("the last outcome by its own time wins", OR_NONE)
            .ask(0, 2L)
            .reading(20, "number", 2L)
            .readingKnown(10, 30, "number", 1L),
        Case.of("of outcomes of one instant the last id wins", OR_NONE)
            .ask(0, 1L)
            .reading(20, "id", "b", "number", 1L)
            .reading(20, "id", "a", "number", 2L),
        Case.of("each ask has its own outcomes", OR_NONE)
            .ask(0, 1L)
            .reading(20, "number", 1L)
            .ask(30, 2L)
            .reading(70, "number", 2L)
            .ask(80, null),
        Case.of("another sensor's outcome is none", OR_FALSE)
            .ask(0, false)
            .reading(20, "flag", true, "sensor", "other"),
        Case.of("an ask of no sensor has no outcome", OR_FALSE)
            .ask(0, false, "sensor", null)
            .reading(20, "flag", true, "sensor", null),
        Case.of("an outcome past its bound is refused", OR_FALSE)
            .ask(0, false)
            .readingKnown(-110, 10 + MICROSECOND, "flag", true),
        Case.of("a copy of an outcome does not count", OR_NONE)
            .ask(0, null)
            .readingKnown(-5, -5, "id", "a", "number", 1L)
            .readingKnown(-5, 20, "id", "a", "number", 1L),
        Case.of("a decimal may be an outcome", outcome(PRICE, Absence.UNLABELLED))
            .ask(0, 199L)
            .reading(20, "price", 199L),
        Case.of("an enum may be an outcome", outcome(CHANNEL, Absence.UNLABELLED))
            .ask(0, "WEB")
            .reading(20, "channel", "WEB"),
        Case.of("a text may be an outcome", outcome(WORD, Absence.UNLABELLED))
            .ask(0, "")
            .reading(20, "word", ""));
  }
}
