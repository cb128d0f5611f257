package roundhouse.featureengine.language.check;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import roundhouse.featureengine.language.ast.ExpressionText;

/// Finds what is wrong with the numbers and lengths of time that a definition states.
public final class ParameterCheck {
  private final Findings findings;

  ParameterCheck(Findings findings) {
    this.findings = findings;
  }

  /// A check that hands its findings on.
  ///
  /// @param subject what problems are about, `Feature 'departure_hour'`
  public ParameterCheck(String subject, Consumer<Problem> problems) {
    this(new Findings(subject, problems));
  }

  /// Checks a length of time that must be longer than zero.
  public void checkLength(String what, Duration length, Duration longest) {
    if (length.isZero() || !isWhole(length, longest)) {
      findings.report(
          what + " " + ExpressionText.of(length),
          "a length in whole microseconds, longer than zero and at most "
              + ExpressionText.of(longest),
          "correct the length");
    }
  }

  /// Whether a length is of whole microseconds, not negative and not longer than that.
  public static boolean isWhole(Duration length, Duration longest) {
    return !length.isNegative()
        && length.compareTo(longest) <= 0
        && length.truncatedTo(ChronoUnit.MICROS).equals(length);
  }

  /// Checks that boundaries of ranges rise.
  void checkBoundaries(List<Double> boundaries, int most) {
    boolean rising =
        IntStream.range(1, boundaries.size())
            .allMatch(i -> boundaries.get(i - 1) < boundaries.get(i));
    boolean plain =
        boundaries.stream().allMatch(each -> Double.isFinite(each) && !each.equals(-0.0));
    if (boundaries.isEmpty() || boundaries.size() > most || !rising || !plain) {
      findings.report(
          "boundaries " + (boundaries.size() > most ? boundaries.size() : boundaries),
          "1 to %d finite numbers, each greater than the one before it, 0.0 rather than -0.0"
              .formatted(most),
          "correct the boundaries");
    }
  }

  void checkAtLeast(String what, int value, int least) {
    if (value < least) {
      findings.report(what + " " + value, "at least " + least, "correct it");
    }
  }

  void checkRange(String what, int value, int least, int most) {
    if (value < least || value > most) {
      findings.report(what + " " + value, "%d to %d".formatted(least, most), "correct the number");
    }
  }

  void checkShare(String what, double value, double least, double most) {
    // Of two zeros only one has a place in a plan.
    boolean plain = value >= least && value <= most && !Double.valueOf(value).equals(-0.0);
    if (!plain) {
      findings.report(what + " " + value, "%s to %s".formatted(least, most), "correct the number");
    }
  }
}
