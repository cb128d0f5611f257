package roundhouse.http.problem;

/// One thing wrong with a request: what it is about, what it says, what was expected, how to mend
/// it. A long value is cut.
public record Problem(String subject, String value, String expectation, String remedy) {
  private static final int SHOWN_CHARACTERS = 80;

  public Problem {
    if (value.length() > SHOWN_CHARACTERS) {
      value = value.substring(0, SHOWN_CHARACTERS) + "…";
    }
  }

  @Override
  public String toString() {
    return "%s '%s': expected %s; %s".formatted(subject, value, expectation, remedy);
  }
}
