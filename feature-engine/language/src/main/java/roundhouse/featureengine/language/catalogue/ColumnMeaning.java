package roundhouse.featureengine.language.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Everything that determines a column's values.
///
/// @param value its expression in canonical form
/// @param text the expression as a person reads it
/// @param context what else counts, by its name: the types of the fields that it reads, how their
///   streams tell events apart and in time, the lag, the version of the time-zone data
record ColumnMeaning(JsonNode value, String text, SortedMap<String, String> context) {
  ColumnMeaning {
    context = Collections.unmodifiableSortedMap(new TreeMap<>(context));
  }

  boolean isSameAs(ColumnMeaning other) {
    return value.equals(other.value) && context.equals(other.context);
  }

  /// For people; not empty where the two are not the same.
  List<String> differencesTo(ColumnMeaning later) {
    List<String> differences = new ArrayList<>();
    if (!value.equals(later.value)) {
      FeatureSetDiff.note(differences, "value", text, later.text);
    }
    TreeSet<String> names = new TreeSet<>(context.keySet());
    names.retainAll(later.context.keySet());
    for (String name : names) {
      FeatureSetDiff.note(
          differences, name, context.getOrDefault(name, ""), later.context.getOrDefault(name, ""));
    }
    return differences;
  }
}
