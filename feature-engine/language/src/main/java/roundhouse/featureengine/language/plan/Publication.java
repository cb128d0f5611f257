package roundhouse.featureengine.language.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.check.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is handed in to be published: a plan and, outside of its hash, what people and later
/// versions want to know beside it.
///
/// @param streams the streams that the plan reads with all of their fields, sorted by name, of
///   which the plan keeps only those that it reads; none where only the plan is known
/// @param documentation what features and labels mean, by their names; what the feature set is for,
///   by [#FEATURE_SET]; what a stream's events are, by [#ofStream]
public record Publication(
    Plan plan, List<StreamSchema> streams, SortedMap<String, String> documentation) {
  /// The name of the feature set itself among the documentation; no column has it.
  public static final String FEATURE_SET = "feature set";

  private static final String FORMAT = "roundhouse-publication@1";

  public Publication {
    List<Problem> problems = new ArrayList<>();
    documentation.keySet().stream()
        .filter(Predicate.not(documented(plan, streams)::contains))
        .forEach(name -> problems.add(undefined(name, plan)));
    streams.stream()
        .filter(stream -> !agrees(stream, plan))
        .forEach(stream -> problems.add(differs(stream)));
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException(
          "Publication of '%s'".formatted(plan.reference()), problems);
    }
    streams = streams.stream().sorted(Comparator.comparing(StreamSchema::name)).toList();
    documentation = Collections.unmodifiableSortedMap(new TreeMap<>(documentation));
  }

  /// A publication of a definition.
  ///
  /// @throws InvalidDefinitionException if documentation or streams do not belong to the plan
  public static Publication of(
      Plan plan, Collection<StreamSchema> streams, Map<String, String> documentation) {
    return new Publication(plan, List.copyOf(streams), new TreeMap<>(documentation));
  }

  /// The name of a stream among the documentation; no column has it.
  public static String ofStream(String stream) {
    return "stream " + stream;
  }

  /// Reads a publication's JSON form, or a plan's alone, from any source.
  ///
  /// @throws InvalidDefinitionException with everything that is wrong with it
  public static Publication parse(byte[] json) {
    JsonNode tree = PlanReader.treeOf(json);
    return tree.path("format").asString("").equals(FORMAT)
        ? PlanReader.readPublication(tree)
        : of(PlanReader.read(tree), List.of(), Map.of());
  }

  /// JSON in UTF-8, properties sorted, no white space: equal publications have equal bytes.
  public byte[] toJson() {
    ObjectNode node = PlanJson.MAPPER.createObjectNode();
    node.put("format", FORMAT);
    node.set("plan", PlanJson.treeOf(plan));
    node.set("streams", PlanJson.array(streams, PlanJson::stream));
    ObjectNode texts = node.putObject("documentation");
    documentation.forEach(texts::put);
    return PlanJson.MAPPER.writeValueAsBytes(node);
  }

  private static List<String> names(Plan plan) {
    return Stream.concat(plan.columns().stream(), plan.labelColumns().stream())
        .map(Column::name)
        .toList();
  }

  private static Set<String> documented(Plan plan, List<StreamSchema> streams) {
    Set<String> names = new HashSet<>(names(plan));
    names.add(FEATURE_SET);
    streams.forEach(stream -> names.add(ofStream(stream.name())));
    return names;
  }

  /// Whether what the plan says of that stream is part of what is said here.
  private static boolean agrees(StreamSchema stream, Plan plan) {
    return Stream.concat(Stream.of(plan.askStream()), plan.streams().stream())
        .filter(read -> read.name().equals(stream.name()))
        .anyMatch(read -> asRead(stream, read).equals(read));
  }

  private static StreamSchema asRead(StreamSchema stream, StreamSchema read) {
    List<FieldSchema> fields = read.fields().stream().filter(stream.fields()::contains).toList();
    return new StreamSchema(
        stream.name(),
        fields,
        stream.id(),
        stream.eventTime(),
        stream.knownAt(),
        stream.lateness());
  }

  private static Problem undefined(String name, Plan plan) {
    return Problem.of(
        "Documentation of '" + name + "'",
        "no feature or label of that name",
        "one of " + String.join(", ", names(plan)),
        "correct the name");
  }

  private static Problem differs(StreamSchema stream) {
    return Problem.of(
        "Stream '" + stream.name() + "'",
        "not the stream that the plan reads",
        "a stream of the plan, with at least the plan's fields",
        "write the publication from its definition again");
  }
}
