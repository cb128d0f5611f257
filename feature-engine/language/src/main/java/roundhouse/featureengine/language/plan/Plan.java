package roundhouse.featureengine.language.plan;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.Nullability;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.check.ExpressionCheck;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.check.Problem;
import roundhouse.featureengine.language.check.Scope;
import roundhouse.featureengine.language.check.Typed;

/// A feature set version, checked and typed: everything that determines its values, and nothing
/// else. Documentation and source lines are not part of it.
///
/// Canonical: two plans that say the same have the same bytes. Streams and their fields are sorted
/// by name; event streams hold only the fields that are read; features and labels keep their order,
/// which is that of the dataset's columns.
///
/// @param name of the feature set, `late-arrival`
/// @param askStream the stream whose events ask for features, with all of its fields
/// @param streams every stream that a feature or label reads; the ask's own too, if one looks back
///   on earlier asks
/// @param lag events are visible to an ask if known before ask.knownAt − lag
/// @param timeZoneData version of the time-zone rules, where a value depends on them
public record Plan(
    String name,
    int version,
    StreamSchema askStream,
    List<StreamSchema> streams,
    Duration lag,
    List<Feature> features,
    List<Label> labels,
    @Nullable String timeZoneData) {

  /// Checks the plan and brings it to its canonical form.
  ///
  /// @throws InvalidDefinitionException with everything that is wrong with it
  public Plan {
    List<Problem> problems =
        PlanCheck.problemsOf(
            name, version, askStream, streams, lag, features, labels, timeZoneData);
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException("Plan '%s@%d'".formatted(name, version), problems);
    }
    FieldsRead read = FieldsRead.of(features, labels);
    askStream = sorted(askStream);
    streams =
        streams.stream()
            .filter(stream -> read.streams().contains(stream.name()))
            .map(read::prune)
            .map(Plan::sorted)
            .sorted(Comparator.comparing(StreamSchema::name))
            .toList();
    features = List.copyOf(features);
    labels = List.copyOf(labels);
  }

  /// A plan of a definition, on the time-zone rules of this machine.
  ///
  /// @param streams every stream that the features and labels read, with any fields
  /// @throws InvalidDefinitionException with everything that is wrong with it
  public static Plan of(
      String name,
      int version,
      StreamSchema askStream,
      Collection<StreamSchema> streams,
      Duration lag,
      List<Feature> features,
      List<Label> labels) {
    String timeZoneData = TimeZones.dataFor(features, labels);
    return new Plan(
        name, version, askStream, List.copyOf(streams), lag, features, labels, timeZoneData);
  }

  /// Reads a plan's JSON form, from any source.
  ///
  /// @throws InvalidDefinitionException with everything that is wrong with it
  public static Plan parse(byte[] json) {
    return PlanReader.read(json);
  }

  /// The canonical bytes: JSON in UTF-8, properties sorted, no white space.
  public byte[] toJson() {
    return PlanJson.bytesOf(this);
  }

  /// SHA-256 of the canonical bytes, 64 hexadecimal digits.
  public String hash() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(toJson()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  /// Name and version, `late-arrival@1`.
  public String reference() {
    return name + "@" + version;
  }

  /// The features' columns, in the order of [#features()].
  public List<Column> columns() {
    Scope ask = Scope.ofAsk(askStream, streams);
    return features.stream()
        .map(feature -> column(feature.name(), ExpressionCheck.typeOf(feature.value(), ask)))
        .toList();
  }

  /// The labels' columns, in the order of [#labels()].
  public List<Column> labelColumns() {
    return labels.stream().map(this::columnOf).toList();
  }

  /// The stream of that name among [#streams()].
  public StreamSchema stream(String name) {
    return streams.stream().filter(stream -> stream.name().equals(name)).findFirst().orElseThrow();
  }

  private Column columnOf(Label label) {
    StreamSchema stream = stream(label.history().stream());
    Typed outcome = ExpressionCheck.typeOf(label.outcome(), Scope.ofEvent(stream));
    return switch (label.absence()) {
      case FALSE -> column(label.name(), outcome);
      case UNLABELLED -> new Column(label.name(), outcome.type(), Nullability.NULLABLE);
    };
  }

  private static Column column(String name, Typed typed) {
    return new Column(name, typed.type(), typed.nullability(), typed.exactness());
  }

  private static StreamSchema sorted(StreamSchema schema) {
    return new StreamSchema(
        schema.name(),
        schema.fields().stream().sorted(Comparator.comparing(FieldSchema::name)).toList(),
        schema.id(),
        schema.eventTime(),
        schema.knownAt(),
        schema.lateness());
  }
}
