package roundhouse.scoring.decision;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Fits an [InputSchema] on training rows, and on nothing else: declare the inputs in row order,
/// show every value of every category, then fit. The result does not depend on the order of the
/// rows. Not thread-safe.
public final class SchemaFitter {
  /// A dictionary larger than this is refused.
  public static final int MAX_CATEGORIES = 10_000;

  private final List<Input> declared = new ArrayList<>();
  private final List<Set<String>> seen = new ArrayList<>();

  public SchemaFitter number(String name) {
    return declare(new Input.Numeric(name, Policy.AS_MISSING));
  }

  public SchemaFitter truth(String name) {
    return declare(new Input.Truth(name, Policy.AS_MISSING));
  }

  public SchemaFitter time(String name) {
    return declare(new Input.Time(name, Policy.AS_MISSING));
  }

  public SchemaFitter category(String name) {
    return category(name, Policy.AS_MISSING);
  }

  public SchemaFitter category(String name, Policy onUnknown) {
    return declare(new Input.Category(name, List.of(), onUnknown, Policy.AS_MISSING));
  }

  /// An input with policies of its own; a category's dictionary is fitted whatever it holds here.
  public SchemaFitter declare(Input input) {
    declared.add(input);
    seen.add(new HashSet<>());
    return this;
  }

  /// Shows a value of the category declared at this place, counted from 0.
  public void observe(int input, String value) {
    if (!(declared.get(input) instanceof Input.Category)) {
      throw new IllegalArgumentException(
          "input %d '%s': has no dictionary; observe categories only"
              .formatted(input, declared.get(input).name()));
    }
    Set<String> values = seen.get(input);
    // One beyond the bound is kept, so that fitting can tell; more would only cost memory.
    if (values.size() <= MAX_CATEGORIES) {
      values.add(value);
    }
  }

  /// Throws [InvalidInputException] listing every input that is named twice or has too large a
  /// dictionary.
  public InputSchema fit() {
    List<Input> fitted = new ArrayList<>();
    List<InputProblem> problems = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      fitted.add(fitted(declared.get(i), seen.get(i), problems));
    }
    problems.addAll(SchemaRules.problems(fitted));
    InvalidInputException.throwIfAny(problems);
    return new InputSchema(fitted);
  }

  private static Input fitted(Input input, Set<String> values, List<InputProblem> problems) {
    return switch (input) {
      case Input.Category category -> {
        requireBounded(category, values, problems);
        List<String> categories = values.stream().sorted(Utf8Order.COMPARATOR).toList();
        yield new Input.Category(
            category.name(), categories, category.onUnknown(), category.onMissing());
      }
      case Input.Numeric _, Input.Truth _, Input.Time _ -> input;
    };
  }

  private static void requireBounded(
      Input.Category category, Set<String> values, List<InputProblem> problems) {
    if (values.size() > MAX_CATEGORIES) {
      problems.add(
          new InputProblem(
              "dictionary of input '%s'".formatted(category.name()),
              "more than %d categories".formatted(MAX_CATEGORIES),
              "at most " + MAX_CATEGORIES,
              "leave the feature out or use a coarser one"));
    }
  }
}
