package roundhouse.featureengine.service.answer;

/// One thing wrong with an ask.
///
/// @param subject what it is about: `Field 'carrier'`
/// @param value what it says
/// @param expectation what was expected
/// @param remedy how to mend it
public record AskProblem(String subject, String value, String expectation, String remedy) {
  AskProblem about(String which) {
    return new AskProblem(which + subject, value, expectation, remedy);
  }
}
