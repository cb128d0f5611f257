package roundhouse.featureengine.kernel;

import java.util.ArrayList;
import java.util.List;

/// What the words of an event mean, as one feed of an entity has it.
///
/// ```
/// key …  knownAt  eventTime  bits …  id?  values …
/// ```
///
/// Of fixed width. The key's words come first, so that a prefix identifies the entity. Bits are
/// first one for each filter, set where the event passes, then one for each value that may be null,
/// set where it is. The id is there only where an aggregate orders events by it. Doubles are their
/// bits, with one NaN; strings and lists are numbers of a [ValuePool]; the word of a null is 0.
///
/// @param keys the kinds of the key's parts
/// @param filters how many filters have a bit
/// @param id whether the id is there, and what it is
/// @param values the values that aggregates read
public record RecordLayout(List<ValueKind> keys, int filters, Id id, List<Lane> values) {
  public RecordLayout {
    keys = List.copyOf(keys);
    values = List.copyOf(values);
  }

  /// The id of an event, as far as its order needs it.
  public enum Id {
    NONE,
    LONG,
    TEXT
  }

  /// A value of an event.
  public record Lane(ValueKind kind, boolean isNullable) {}

  /// How many words a record has.
  public int width() {
    return valueAt(values.size());
  }

  public int keyWords() {
    return keys.size();
  }

  /// Where the instant is, in microseconds, at which the event became known: its source partition's
  /// running maximum.
  public int knownAtAt() {
    return keys.size();
  }

  /// Where the instant is, in microseconds, by which windows are cut.
  public int timeAt() {
    return keys.size() + 1;
  }

  /// Where the first word of bits is.
  public int bitsAt() {
    return keys.size() + 2;
  }

  /// How many words of bits there are.
  public int bitWords() {
    return (filters + nullables(values.size()) + Long.SIZE - 1) / Long.SIZE;
  }

  /// Where the id is, if there is one.
  public int idAt() {
    return bitsAt() + bitWords();
  }

  /// Where a value is.
  public int valueAt(int value) {
    return idAt() + (id == Id.NONE ? 0 : 1) + value;
  }

  /// The bit that a value's null has, or -1 where it cannot be null.
  public int nullBit(int value) {
    return values.get(value).isNullable() ? filters + nullables(value) : -1;
  }

  /// The kinds of all words in their order; bits and times are LONG.
  public List<ValueKind> kinds() {
    List<ValueKind> kinds = new ArrayList<>(keys);
    for (int i = 0; i < 2 + bitWords(); i++) {
      kinds.add(ValueKind.LONG);
    }
    if (id != Id.NONE) {
      kinds.add(id == Id.LONG ? ValueKind.LONG : ValueKind.TEXT);
    }
    values.forEach(value -> kinds.add(value.kind()));
    return List.copyOf(kinds);
  }

  private int nullables(int end) {
    return (int) values.subList(0, end).stream().filter(Lane::isNullable).count();
  }
}
