package roundhouse.scoring.decision;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import roundhouse.scoring.trees.ensemble.Limits;

/// What every input schema keeps to.
final class SchemaRules {
  private static final int SHOWN_NAMES = 20;

  private SchemaRules() {}

  static List<InputProblem> problems(List<Input> inputs) {
    List<InputProblem> problems = new ArrayList<>();
    if (inputs.isEmpty() || inputs.size() > Limits.FEATURES) {
      problems.add(
          new InputProblem(
              "number of inputs",
              String.valueOf(inputs.size()),
              "1 to " + Limits.FEATURES,
              "choose other features"));
    }
    Set<String> names = new HashSet<>();
    for (Input input : inputs) {
      checkName(input.name(), names, problems);
      if (input instanceof Input.Category category) {
        checkDictionary(category, problems);
      }
    }
    return problems;
  }

  private static void checkName(String name, Set<String> names, List<InputProblem> problems) {
    if (name.isBlank() || !Utf8Order.isEncodable(name)) {
      problems.add(new InputProblem("input's name", name, "a text", "name the input"));
    } else if (!names.add(name)) {
      problems.add(new InputProblem("input's name", name, "a name used once", "leave one out"));
    }
  }

  private static void checkDictionary(Input.Category category, List<InputProblem> problems) {
    String subject = "dictionary of input '%s'".formatted(category.name());
    List<String> categories = category.categories();
    if (categories.size() > Limits.CATEGORY + 1) {
      problems.add(
          new InputProblem(
              subject,
              categories.size() + " categories",
              "at most " + (Limits.CATEGORY + 1),
              "use a coarser feature"));
    }
    for (int i = 0; i < categories.size(); i++) {
      String text = categories.get(i);
      if (!Utf8Order.isEncodable(text)) {
        problems.add(new InputProblem(subject, text, "valid Unicode", "mend the source"));
      } else if (i > 0 && Utf8Order.COMPARATOR.compare(categories.get(i - 1), text) >= 0) {
        problems.add(
            new InputProblem(
                subject, text, "distinct texts in the order of UTF-8 bytes", "fit it again"));
      }
    }
  }

  static InputProblem unknownName(String name, InputSchema schema) {
    List<String> names = schema.names();
    String known = String.join(", ", names.subList(0, Math.min(SHOWN_NAMES, names.size())));
    return new InputProblem(
        "input",
        name,
        "an input of the model",
        "remove it or use one of: %s%s".formatted(known, names.size() > SHOWN_NAMES ? ", …" : ""));
  }
}
