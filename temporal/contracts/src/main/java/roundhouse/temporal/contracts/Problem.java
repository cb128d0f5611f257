package roundhouse.temporal.contracts;

/// One thing wrong with a request: what it is about, what it says, what was expected, how to mend
/// it.
public record Problem(String subject, String value, String expectation, String remedy) {
  @Override
  public String toString() {
    return "%s '%s': expected %s; %s".formatted(subject, value, expectation, remedy);
  }
}
