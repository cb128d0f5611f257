package roundhouse.scoring.trees.text;

import roundhouse.scoring.trees.ensemble.MalformedModelException;

/// The lines of a file, one after the other.
public final class Lines {
  private final String text;
  private int at;

  public Lines(String text) {
    this.text = text;
  }

  /// Throws [MalformedModelException] at the end of the file.
  public String next() {
    if (at >= text.length()) {
      throw new MalformedModelException(
          "file: ends within a tree or its head; expected 'end of trees'");
    }
    int end = text.indexOf('\n', at);
    int stop = end < 0 ? text.length() : end;
    String line = text.substring(at, stop);
    at = stop + 1;
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  /// The next line that is not empty.
  public String nextFilled() {
    String line = next();
    while (line.isEmpty()) {
      line = next();
    }
    return line;
  }
}
