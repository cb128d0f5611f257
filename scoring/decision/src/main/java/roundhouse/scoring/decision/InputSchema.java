package roundhouse.scoring.decision;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model's inputs in row order, with their dictionaries: the one encoding that the trainer's
/// rows, the evaluation and the scorer share. Immutable.
@SuppressWarnings("DoNotCallSuggester")
public final class InputSchema {
  private final List<Input> inputs;

  public InputSchema(List<Input> inputs) {
    this.inputs = List.copyOf(inputs);
  }

  /// Reads [#toJson()]; throws [InvalidInputException] listing every problem.
  public static InputSchema parse(byte[] json) {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// Canonical: equal schemas give equal bytes.
  public byte[] toJson() {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// Digest of [#toJson()], lower-case hex.
  public String sha256() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public List<Input> inputs() {
    return inputs;
  }

  public int size() {
    return inputs.size();
  }

  public List<String> names() {
    return inputs.stream().map(Input::name).toList();
  }

  /// XGBoost's feature types: `c` for a category, else `q`.
  public List<String> featureTypes() {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// A row for named values (Boolean, Number, String, Instant or ISO-8601 text for a time, null).
  /// Throws [InvalidInputException] listing every unknown, missing and mistyped name.
  public float[] encode(Map<String, ? extends @Nullable Object> values) {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// One value of a dataset column; the input's number counts from 0. Throws
  /// [InvalidInputException] where the input's policy or range refuses it.
  public float encode(int input, double value) {
    throw new UnsupportedOperationException("in the next commit");
  }

  public float encode(int input, long value) {
    throw new UnsupportedOperationException("in the next commit");
  }

  public float encode(int input, boolean value) {
    throw new UnsupportedOperationException("in the next commit");
  }

  public float encode(int input, String value) {
    throw new UnsupportedOperationException("in the next commit");
  }

  public float encode(int input, Instant value) {
    throw new UnsupportedOperationException("in the next commit");
  }

  public float encodeMissing(int input) {
    throw new UnsupportedOperationException("in the next commit");
  }
}
