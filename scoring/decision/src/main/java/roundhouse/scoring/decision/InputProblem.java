package roundhouse.scoring.decision;

/// One thing wrong with a model's inputs: what it is about, what it says, what was expected, how to
/// mend it.
public record InputProblem(String subject, String value, String expectation, String remedy) {
  private static final int SHOWN_CHARACTERS = 80;

  public InputProblem {
    value = shortened(value);
  }

  @Override
  public String toString() {
    return "%s '%s': expected %s; %s".formatted(subject, value, expectation, remedy);
  }

  private static String shortened(String value) {
    return value.length() <= SHOWN_CHARACTERS ? value : value.substring(0, SHOWN_CHARACTERS) + "…";
  }
}
