package roundhouse.workers.cli.doctor;

/// One thing that was looked for.
///
/// @param found what is there, or what is not
/// @param remedy how to get it; empty where nothing is to be done
public record Finding(State state, String subject, String found, String remedy) {
  /// How bad it is.
  public enum State {
    OK("ok"),
    /// Something works less well, or only later.
    OPTIONAL("note"),
    MISSING("missing");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /// As it is shown.
    public String word() {
      return word;
    }
  }

  static Finding ok(String subject, String found) {
    return new Finding(State.OK, subject, found, "");
  }

  static Finding note(String subject, String found, String remedy) {
    return new Finding(State.OPTIONAL, subject, found, remedy);
  }

  static Finding missing(String subject, String found, String remedy) {
    return new Finding(State.MISSING, subject, found, remedy);
  }
}
