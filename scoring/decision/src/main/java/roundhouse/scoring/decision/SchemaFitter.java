package roundhouse.scoring.decision;

/// Fits an [InputSchema] on training rows, and on nothing else: declare the inputs in row order,
/// show every value of every category, then fit. The result does not depend on the order of the
/// rows. Not thread-safe.
@SuppressWarnings("DoNotCallSuggester")
public final class SchemaFitter {
  /// A dictionary larger than this is refused.
  public static final int MAX_CATEGORIES = 10_000;

  public SchemaFitter number(String name) {
    throw new UnsupportedOperationException("in the next commit");
  }

  public SchemaFitter truth(String name) {
    throw new UnsupportedOperationException("in the next commit");
  }

  public SchemaFitter time(String name) {
    throw new UnsupportedOperationException("in the next commit");
  }

  public SchemaFitter category(String name) {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// Shows a value of the category declared at this place, counted from 0.
  public void observe(int input, String value) {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// Throws [InvalidInputException] listing every input that is named twice or has too large a
  /// dictionary.
  public InputSchema fit() {
    throw new UnsupportedOperationException("in the next commit");
  }
}
