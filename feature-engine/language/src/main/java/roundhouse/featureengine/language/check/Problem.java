package roundhouse.featureengine.language.check;

/// One thing wrong with a definition, plan or filter.
///
/// @param subject what it is about, `Feature 'origin_departures_2h'`
/// @param position where it stands: a source line, a character, a place in a JSON document; empty
///   where unknown
/// @param value what was found, `window 0 seconds`
/// @param expectation what was expected instead, `a window longer than zero`
/// @param remedy how to mend it, `lengthen the window`
public record Problem(
    String subject, String position, String value, String expectation, String remedy) {

  public static Problem of(String subject, String value, String expectation, String remedy) {
    return new Problem(subject, "", value, expectation, remedy);
  }

  /// The same problem with the place where it stands.
  public Problem at(String place) {
    return new Problem(subject, place, value, expectation, remedy);
  }

  @Override
  public String toString() {
    String place = position.isEmpty() ? "" : " (" + position + ")";
    return "%s%s: %s; expected %s; %s".formatted(subject, place, value, expectation, remedy);
  }
}
