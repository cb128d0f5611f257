package roundhouse.featureengine.language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.check.Problem;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.plan.Publication;

/// A group of features with one kind of ask, as an engineer writes it down.
///
/// ```java
/// FeatureSet.askedBy(SCHEDULED).named("late-arrival").version(1)
///     .feature("carrier", FlightScheduled::carrier)
///     .feature("departure_hour", hourOf(FlightScheduled::departure).in("UTC"))
///     .feature("origin_departures_2h", fromOrigin.count().within(hours(2)))
///     .label("late", ofFlight.whether(field(FlightArrived::arrDelay).atLeast(30.0))
///         .maturingIn(hours(24)).otherwiseUnlabelled());
/// ```
///
/// Immutable: each method gives a new feature set. What is wrong with a definition is reported by
/// [#plan()], all at once, with the source lines.
///
/// @param <A> the ask's record
public final class FeatureSet<A extends Record> {
  private final EventStream<A> asks;
  private final Heading heading;
  private final Duration lag;
  private final List<Column> columns;
  private final Map<String, Description> descriptions;

  private FeatureSet(
      EventStream<A> asks,
      Heading heading,
      Duration lag,
      List<Column> columns,
      Map<String, Description> descriptions) {
    this.asks = asks;
    this.heading = heading;
    this.lag = lag;
    this.columns = List.copyOf(columns);
    this.descriptions = Collections.unmodifiableMap(new LinkedHashMap<>(descriptions));
  }

  public static <A extends Record> Asked<A> askedBy(EventStream<A> asks) {
    return new Asked<>(asks);
  }

  /// Makes events visible to an ask only once they are known for longer than this.
  public FeatureSet<A> lag(Duration lag) {
    return new FeatureSet<>(asks, heading, lag, columns, descriptions);
  }

  /// A column that is a field of the ask.
  public FeatureSet<A> feature(String name, FieldReference<A, ? extends @Nullable Object> field) {
    return feature(name, Expressions.field(field));
  }

  /// A column computed from the ask and from the histories of its entities.
  public FeatureSet<A> feature(String name, Value<A, ? extends @Nullable Object> value) {
    Feature feature = new Feature(name, value.expression());
    return with(new FeatureColumn(feature, List.copyOf(value.streams()), SourceLine.ofCaller()));
  }

  /// The outcome that models learn to foretell.
  public FeatureSet<A> label(String name, Outcome.Complete<A> outcome) {
    return with(
        new LabelColumn(outcome.named(name), List.of(outcome.stream()), SourceLine.ofCaller()));
  }

  /// Says what the features are for. Documentation is not part of the plan.
  public FeatureSet<A> describedAs(String text) {
    return new FeatureSet<>(asks, heading.describedAs(text), lag, columns, descriptions);
  }

  /// Says what a feature or label means.
  public FeatureSet<A> describe(String name, String text) {
    Map<String, Description> more = new LinkedHashMap<>(descriptions);
    more.put(name, new Description(text, SourceLine.ofCaller()));
    return new FeatureSet<>(asks, heading, lag, columns, more);
  }

  /// What the features are for, empty if nobody said.
  public String description() {
    return heading.description();
  }

  /// What features and labels mean, by their names.
  public Map<String, String> documentation() {
    Map<String, String> texts = new LinkedHashMap<>();
    descriptions.forEach((name, description) -> texts.put(name, description.text()));
    return Collections.unmodifiableMap(texts);
  }

  /// Name and version, `late-arrival@1`.
  public String reference() {
    return heading.name() + "@" + heading.version();
  }

  /// The stream whose events ask for the features.
  public EventStream<A> asks() {
    return asks;
  }

  /// The streams that features and labels read, each once.
  public List<EventStream<?>> streams() {
    return columns.stream()
        .<EventStream<?>>flatMap(column -> column.streams().stream())
        .distinct()
        .toList();
  }

  /// The checked plan.
  ///
  /// @throws InvalidDefinitionException with every problem of the definition and its source line
  public Plan plan() {
    List<Problem> problems = new ArrayList<>(documentationProblems());
    Map<String, StreamSchema> streams = streams(problems);
    try {
      Plan plan =
          Plan.of(
              heading.name(),
              heading.version(),
              asks.schema(),
              streams.values(),
              lag,
              features(),
              labels());
      if (problems.isEmpty()) {
        return plan;
      }
    } catch (InvalidDefinitionException e) {
      e.problems().forEach(problem -> problems.add(located(problem)));
    }
    throw new InvalidDefinitionException("Feature set '%s'".formatted(reference()), problems);
  }

  /// The checked plan with what people are told of it: what `roundhouse features publish` takes.
  ///
  /// @throws InvalidDefinitionException with every problem of the definition and its source line
  public Publication publication() {
    Plan plan = plan();
    List<StreamSchema> schemas =
        Stream.concat(Stream.of(asks), streams().stream())
            .map(EventStream::schema)
            .distinct()
            .toList();
    return Publication.of(plan, schemas, allDocumentation());
  }

  private Map<String, String> allDocumentation() {
    Map<String, String> texts = new LinkedHashMap<>(documentation());
    texts.put(Publication.FEATURE_SET, description());
    Stream.concat(Stream.of(asks), streams().stream())
        .forEach(
            stream ->
                texts.put(Publication.ofStream(stream.schema().name()), stream.description()));
    texts.values().removeIf(String::isEmpty);
    return texts;
  }

  private FeatureSet<A> with(Column column) {
    List<Column> more = new ArrayList<>(columns);
    more.add(column);
    return new FeatureSet<>(asks, heading, lag, more, descriptions);
  }

  private List<Feature> features() {
    return columns.stream()
        .filter(FeatureColumn.class::isInstance)
        .map(column -> ((FeatureColumn) column).feature())
        .toList();
  }

  private List<Label> labels() {
    return columns.stream()
        .filter(LabelColumn.class::isInstance)
        .map(column -> ((LabelColumn) column).label())
        .toList();
  }

  /// The streams that features and labels read, by name.
  private Map<String, StreamSchema> streams(List<Problem> problems) {
    Map<String, StreamSchema> schemas = new LinkedHashMap<>();
    asks.problems().forEach(problem -> problems.add(problem.at(asks.line())));
    for (Column column : columns) {
      for (EventStream<?> stream : column.streams()) {
        StreamSchema schema = stream.schema();
        StreamSchema earlier = schemas.putIfAbsent(schema.name(), schema);
        if (earlier == null) {
          stream.problems().forEach(problem -> problems.add(problem.at(stream.line())));
        } else if (!earlier.equals(schema)) {
          problems.add(declaredTwice(schema.name()).at(column.line()));
        }
      }
    }
    return schemas;
  }

  private List<Problem> documentationProblems() {
    List<String> names = columns.stream().map(Column::name).toList();
    return descriptions.entrySet().stream()
        .filter(described -> !names.contains(described.getKey()))
        .map(
            described ->
                Problem.of(
                        "Description of '" + described.getKey() + "'",
                        "no feature or label of that name",
                        "one of " + String.join(", ", names),
                        "correct the name")
                    .at(described.getValue().line()))
        .toList();
  }

  /// The problem with the line of what it is about: a column, a stream, or else the whole.
  private Problem located(Problem problem) {
    String line =
        Stream.concat(
                columns.stream()
                    .filter(column -> problem.subject().equals(column.subject()))
                    .map(Column::line),
                Stream.concat(streams().stream(), Stream.of(asks))
                    .filter(stream -> problem.subject().equals(subjectOf(stream)))
                    .map(EventStream::line))
            .findFirst()
            .orElse(heading.line());
    return problem.at(line);
  }

  private static String subjectOf(EventStream<?> stream) {
    return "Stream '" + stream.schema().name() + "'";
  }

  private static Problem declaredTwice(String stream) {
    return Problem.of(
        "Stream '" + stream + "'",
        "two streams of that name with other fields",
        "one declaration",
        "use one EventStream constant, or give the other stream another name");
  }

  /// What a column is made of and where it was written down.
  private sealed interface Column {
    String name();

    String subject();

    List<EventStream<?>> streams();

    String line();
  }

  private record FeatureColumn(Feature feature, List<EventStream<?>> streams, String line)
      implements Column {
    @Override
    public String name() {
      return feature.name();
    }

    @Override
    public String subject() {
      return "Feature '" + feature.name() + "'";
    }
  }

  private record LabelColumn(Label label, List<EventStream<?>> streams, String line)
      implements Column {
    @Override
    public String name() {
      return label.name();
    }

    @Override
    public String subject() {
      return "Label '" + label.name() + "'";
    }
  }

  /// A feature set that still lacks its name.
  public record Asked<A extends Record>(EventStream<A> asks) {
    public Named<A> named(String name) {
      return new Named<>(asks, name);
    }
  }

  /// A feature set that still lacks its version.
  public record Named<A extends Record>(EventStream<A> asks, String name) {
    public FeatureSet<A> version(int version) {
      Heading heading = new Heading(name, version, "", SourceLine.ofCaller());
      return new FeatureSet<>(asks, heading, Duration.ZERO, List.of(), Map.of());
    }
  }

  /// What the whole is called and where it was written down.
  private record Heading(String name, int version, String description, String line) {
    Heading describedAs(String text) {
      return new Heading(name, version, text, line);
    }
  }

  /// What a column means and where that was written down.
  private record Description(String text, String line) {}
}
