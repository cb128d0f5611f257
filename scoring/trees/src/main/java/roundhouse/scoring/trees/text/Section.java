package roundhouse.scoring.trees.text;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.trees.ensemble.MalformedModelException;

/// Lines `name=value` of a model file up to an empty one: the head, or a tree.
///
/// @param name how errors call it
public record Section(String name, Map<String, String> values) {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,10}");
  private static final Pattern REAL =
      Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{0,40})?([eE][-+]?[0-9]{1,4})?");

  /// Reads lines from the file until one is empty; the file stands behind that line then.
  public static Section read(String name, Lines lines) {
    Map<String, String> values = new HashMap<>();
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      int equals = line.indexOf('=');
      String key = equals < 0 ? line : line.substring(0, equals);
      if (values.put(key, equals < 0 ? "" : line.substring(equals + 1)) != null) {
        throw new MalformedModelException(
            "%s: '%.40s' occurs twice; expected it once".formatted(name, key));
      }
    }
    return new Section(name, values);
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  public String text(String key) {
    @Nullable String value = values.get(key);
    if (value == null) {
      throw new MalformedModelException("%s: '%s' is missing; expected it".formatted(name, key));
    }
    return value;
  }

  public int whole(String key) {
    return whole(key, text(key));
  }

  public int[] wholes(String key, int count) {
    String[] words = words(key, count);
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = whole(key, words[i]);
    }
    return numbers;
  }

  public double[] reals(String key, int count) {
    String[] words = words(key, count);
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = real(key, words[i]);
    }
    return numbers;
  }

  public String[] words(String key, int count) {
    String text = text(key);
    String[] words = text.isEmpty() ? new String[0] : text.split(" ", count + 1);
    if (words.length != count) {
      throw malformed(key, "%d values".formatted(count), text);
    }
    return words;
  }

  public MalformedModelException malformed(String key, String expectation, String found) {
    return new MalformedModelException(
        "%s: %s is '%.40s'; expected %s".formatted(name, key, found, expectation));
  }

  private int whole(String key, String word) {
    long number = WHOLE.matcher(word).matches() ? Long.parseLong(word) : Long.MAX_VALUE;
    if (number != (int) number) {
      throw malformed(key, "a whole number of 32 bits", word);
    }
    return (int) number;
  }

  private double real(String key, String word) {
    double number = REAL.matcher(word).matches() ? Double.parseDouble(word) : Double.NaN;
    if (!Double.isFinite(number)) {
      throw malformed(key, "a finite number", word);
    }
    return number;
  }
}
