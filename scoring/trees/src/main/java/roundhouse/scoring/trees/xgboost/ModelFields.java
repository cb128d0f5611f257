package roundhouse.scoring.trees.xgboost;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.trees.ensemble.MalformedModelException;

/// An object of a model file with the path that leads to it: typed access to its fields, each
/// failing with where it lies and what was expected.
///
/// @param path dotted, `learner.gradient_booster.model`; empty for the file itself
record ModelFields(String path, ModelValue.Fields object) {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,10}");

  static ModelFields of(String path, ModelValue value) {
    if (value instanceof ModelValue.Fields object) {
      return new ModelFields(path, object);
    }
    throw new MalformedModelException("%s: expected an object".formatted(shown(path)));
  }

  boolean has(String name) {
    return object.fields().containsKey(name);
  }

  ModelFields fields(String name) {
    return of(pathOf(name), value(name));
  }

  String text(String name) {
    if (value(name) instanceof ModelValue.Text(String text)) {
      return text;
    }
    throw malformed(name, "a text");
  }

  /// A whole number that is written as text, as XGBoost writes its parameters.
  int wholeText(String name) {
    String text = text(name);
    if (WHOLE.matcher(text).matches()) {
      long number = Long.parseLong(text);
      if (number == (int) number) {
        return (int) number;
      }
    }
    throw malformed(name, "a whole number instead of '%.40s'".formatted(text));
  }

  int[] wholes(String name) {
    if (value(name) instanceof ModelValue.Wholes(int[] numbers)) {
      return numbers;
    }
    throw malformed(name, "whole numbers");
  }

  int[] wholes(String name, int length) {
    int[] numbers = wholes(name);
    requireLength(name, numbers.length, length);
    return numbers;
  }

  float[] reals(String name, int length) {
    float[] numbers = reals(name);
    requireLength(name, numbers.length, length);
    return numbers;
  }

  float[] reals(String name) {
    return switch (value(name)) {
      case ModelValue.Reals(float[] reals) -> reals;
      case ModelValue.Wholes(int[] wholes) -> toReals(wholes);
      case ModelValue.Text _,
          ModelValue.Whole _,
          ModelValue.Real _,
          ModelValue.Nothing _,
          ModelValue.Items _,
          ModelValue.Fields _ ->
          throw malformed(name, "numbers");
    };
  }

  List<ModelValue> items(String name) {
    return switch (value(name)) {
      case ModelValue.Items(List<ModelValue> items) -> items;
      case ModelValue.Wholes(int[] wholes) when wholes.length == 0 -> List.of();
      case ModelValue.Wholes _,
          ModelValue.Text _,
          ModelValue.Whole _,
          ModelValue.Real _,
          ModelValue.Nothing _,
          ModelValue.Reals _,
          ModelValue.Fields _ ->
          throw malformed(name, "a list");
    };
  }

  /// The texts of a list, none where the field is absent.
  List<String> textsIfAny(String name) {
    return has(name) ? items(name).stream().map(item -> textOf(name, item)).toList() : List.of();
  }

  MalformedModelException malformed(String name, String expectation) {
    return new MalformedModelException("%s: expected %s".formatted(pathOf(name), expectation));
  }

  private String textOf(String name, ModelValue item) {
    if (item instanceof ModelValue.Text(String text)) {
      return text;
    }
    throw malformed(name, "texts");
  }

  private ModelValue value(String name) {
    @Nullable ModelValue value = object.fields().get(name);
    if (value == null) {
      throw new MalformedModelException("%s: is missing; expected it".formatted(pathOf(name)));
    }
    return value;
  }

  private void requireLength(String name, int length, int expected) {
    if (length != expected) {
      throw malformed(name, "%d numbers instead of %d".formatted(expected, length));
    }
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String shown(String path) {
    return path.isEmpty() ? "file" : path;
  }

  private static float[] toReals(int[] wholes) {
    float[] reals = new float[wholes.length];
    for (int i = 0; i < wholes.length; i++) {
      reals[i] = wholes[i];
    }
    return reals;
  }
}
