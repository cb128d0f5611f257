package roundhouse.featureengine.language.catalogue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.catalogue.Lineage.Sources;
import roundhouse.featureengine.language.plan.Plan;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What each column of a plan means, by its name.
record ColumnMeanings(
    SequencedMap<String, ColumnMeaning> features, SequencedMap<String, ColumnMeaning> labels) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static ColumnMeanings of(Plan plan) {
    JsonNode tree = MAPPER.readTree(plan.toJson());
    Lineage lineage = Lineage.of(plan);
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    plan.features().forEach(each -> texts.put(each.name(), ExpressionText.of(each.value())));
    plan.labels().forEach(each -> texts.put(each.name(), ExpressionText.of(each)));
    return new ColumnMeanings(
        meanings(plan, tree.path("features"), lineage.features(), texts, featureFrame(plan)),
        meanings(plan, tree.path("labels"), lineage.labels(), texts, labelFrame(plan)));
  }

  private static SequencedMap<String, ColumnMeaning> meanings(
      Plan plan,
      JsonNode columns,
      SequencedMap<String, Sources> sources,
      SequencedMap<String, String> texts,
      Map<String, String> frame) {
    SequencedMap<String, ColumnMeaning> meanings = new LinkedHashMap<>();
    for (JsonNode column : columns) {
      String name = column.path("name").asString();
      ObjectNode value = ((ObjectNode) column.deepCopy()).without(List.of("name"));
      meanings.put(
          name,
          new ColumnMeaning(
              CanonicalValue.of(value),
              Objects.requireNonNull(texts.get(name)),
              context(plan, Objects.requireNonNull(sources.get(name)), column, frame)));
    }
    return meanings;
  }

  private static SortedMap<String, String> context(
      Plan plan, Sources sources, JsonNode column, Map<String, String> frame) {
    SortedMap<String, String> context = new TreeMap<>();
    for (FieldUse use : sources.fields()) {
      context.put("field " + use, typeOf(field(plan, use)));
    }
    for (String stream : sources.streams()) {
      addStream(context, plan.stream(stream));
    }
    if (!sources.streams().isEmpty()) {
      context.putAll(frame);
    }
    if (plan.timeZoneData() != null && !column.findValues("zone").isEmpty()) {
      context.put("time-zone data", plan.timeZoneData());
    }
    return context;
  }

  private static void addStream(SortedMap<String, String> context, StreamSchema stream) {
    String subject = "stream " + stream.name() + ", ";
    context.put(subject + "id", stream.id());
    context.put(subject + "event time", stream.eventTime());
    context.put(subject + "known-at time", stream.knownAt());
    context.put(subject + "lateness", ExpressionText.of(stream.lateness()));
  }

  /// What decides which events a feature sees, and in which window.
  private static Map<String, String> featureFrame(Plan plan) {
    return Map.of(
        "ask's event time",
        plan.askStream().eventTime(),
        "ask's known-at time",
        plan.askStream().knownAt(),
        "lag",
        ExpressionText.of(plan.lag()));
  }

  /// What decides which events are an ask's outcome.
  private static Map<String, String> labelFrame(Plan plan) {
    return Map.of("ask's known-at time", plan.askStream().knownAt());
  }

  private static FieldSchema field(Plan plan, FieldUse use) {
    return Stream.concat(Stream.of(plan.askStream()), plan.streams().stream())
        .filter(stream -> stream.name().equals(use.stream()))
        .flatMap(stream -> stream.find(use.field()).stream())
        .findFirst()
        .orElseThrow();
  }

  private static String typeOf(FieldSchema field) {
    return field.type().text() + (field.isNullable() ? ", nullable" : "");
  }
}
