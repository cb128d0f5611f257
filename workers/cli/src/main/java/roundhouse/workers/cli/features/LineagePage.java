package roundhouse.workers.cli.features;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import roundhouse.featureengine.language.catalogue.FieldUse;
import roundhouse.featureengine.language.catalogue.Lineage;
import roundhouse.featureengine.language.catalogue.Lineage.Sources;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.workers.cli.terminal.Table;

/// The way from streams and fields over features to models and tags.
public final class LineagePage {
  private final FeatureSets sets;
  private final ModelInputs inputs;

  public LineagePage(FeatureSets sets, ModelInputs inputs) {
    this.sets = sets;
    this.inputs = inputs;
  }

  /// Which features and labels are made of each field, and which models use them.
  public List<String> of(FeatureSetId id) {
    Lineage lineage = Lineage.of(sets.plan(id));
    SortedMap<FieldUse, List<String>> columnsByField = new TreeMap<>();
    lineage
        .columns()
        .forEach(
            (name, sources) ->
                sources
                    .fields()
                    .forEach(
                        field ->
                            columnsByField
                                .computeIfAbsent(field, _ -> new ArrayList<>())
                                .add(name)));
    Table fields = Table.of("stream", "field", "features and labels made of it");
    columnsByField.forEach(
        (field, columns) -> fields.row(field.stream(), field.field(), String.join(", ", columns)));
    List<String> lines = new ArrayList<>(fields.lines());
    lines.add("");
    lines.addAll(models(id, lineage.columns().keySet()::contains));
    return lines;
  }

  /// What in all published feature sets is made of a stream, or of one field of it.
  ///
  /// @param source `payment` or `payment.amount`
  public List<String> of(String source) {
    List<String> lines = new ArrayList<>();
    for (FeatureSetId id : sets.ids()) {
      Map<String, Sources> made = madeOf(source, Lineage.of(sets.plan(id)));
      if (!made.isEmpty()) {
        lines.addAll(lines.isEmpty() ? List.of() : List.of(""));
        Table table = Table.of(id.toString(), "reads");
        made.forEach((name, sources) -> table.row(name, fields(source, sources)));
        lines.addAll(table.lines());
        lines.addAll(models(id, made::containsKey));
      }
    }
    return lines;
  }

  /// The streams that published feature sets read.
  public List<String> streams() {
    return sets.ids().stream()
        .flatMap(id -> Lineage.of(sets.plan(id)).columns().values().stream())
        .flatMap(sources -> sources.allStreams().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static Map<String, Sources> madeOf(String source, Lineage lineage) {
    Map<String, Sources> made = new LinkedHashMap<>();
    lineage
        .columns()
        .forEach(
            (name, sources) -> {
              if (reads(source, sources)) {
                made.put(name, sources);
              }
            });
    return made;
  }

  private static boolean reads(String source, Sources sources) {
    return sources.allStreams().contains(source)
        || sources.fields().stream().anyMatch(field -> field.toString().equals(source));
  }

  private static String fields(String source, Sources sources) {
    String stream = source.contains(".") ? source.substring(0, source.indexOf('.')) : source;
    return sources.fields().stream()
        .filter(field -> field.stream().equals(stream))
        .map(FieldUse::field)
        .collect(Collectors.joining(", "));
  }

  private List<String> models(FeatureSetId id, Predicate<String> made) {
    Table table = Table.of("model", "tags", "uses");
    for (String model : sets.state().usersOf(id)) {
      TreeSet<String> used = new TreeSet<>(inputs.of(model));
      used.removeIf(made.negate());
      if (!used.isEmpty()) {
        String tags = sets.tagsOf(model).collect(Collectors.joining(", "));
        table.row(model, tags.isEmpty() ? "-" : tags, String.join(", ", used));
      }
    }
    return table.isEmpty() ? List.of("No model uses them.") : table.lines();
  }
}
