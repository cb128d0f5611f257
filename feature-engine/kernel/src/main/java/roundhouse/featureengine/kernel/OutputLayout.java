package roundhouse.featureengine.kernel;

import java.util.ArrayList;
import java.util.List;

/// What the words of an answer mean: first bits, one for each output, set where it is null; then a
/// word for each output, 0 where it is null.
///
/// @param outputs their kinds
public record OutputLayout(List<ValueKind> outputs) {
  public OutputLayout {
    outputs = List.copyOf(outputs);
  }

  /// How many words an answer has.
  public int width() {
    return bitWords() + outputs.size();
  }

  public int bitWords() {
    return (outputs.size() + Long.SIZE - 1) / Long.SIZE;
  }

  /// Where an output is.
  public int valueAt(int output) {
    return bitWords() + output;
  }

  /// The kinds of all words in their order; bits are LONG.
  public List<ValueKind> kinds() {
    List<ValueKind> kinds = new ArrayList<>();
    for (int i = 0; i < bitWords(); i++) {
      kinds.add(ValueKind.LONG);
    }
    kinds.addAll(outputs);
    return List.copyOf(kinds);
  }
}
