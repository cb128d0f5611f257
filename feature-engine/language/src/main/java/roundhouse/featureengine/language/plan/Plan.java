package roundhouse.featureengine.language.plan;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.StreamSchema;

/// A feature set version, checked and typed: everything that determines its values, and nothing
/// else. Documentation and source lines are not part of it.
///
/// Canonical: two plans that say the same have the same bytes. Streams and their fields are sorted
/// by name; event streams hold only the fields that are read; features and labels keep their order,
/// which is that of the dataset's columns.
///
/// @param name of the feature set, `late-arrival`
/// @param askStream the stream whose events ask for features, with all of its fields
/// @param streams every other stream that a feature or label reads
/// @param lag events are visible to an ask if known before ask.knownAt − lag
/// @param timeZoneData version of the time-zone rules, where a value depends on them
@SuppressWarnings("DoNotCallSuggester")
public record Plan(
    String name,
    int version,
    StreamSchema askStream,
    List<StreamSchema> streams,
    Duration lag,
    List<Feature> features,
    List<Label> labels,
    @Nullable String timeZoneData) {

  public Plan {
    askStream = sorted(askStream);
    streams =
        streams.stream()
            .map(Plan::sorted)
            .sorted(Comparator.comparing(StreamSchema::name))
            .toList();
    features = List.copyOf(features);
    labels = List.copyOf(labels);
  }

  /// A plan of a definition, on the time-zone rules of this machine.
  ///
  /// @param streams every stream that the features and labels read, with any fields
  /// @throws roundhouse.featureengine.language.check.InvalidDefinitionException with everything
  ///   that is wrong with it
  public static Plan of(
      String name,
      int version,
      StreamSchema askStream,
      Collection<StreamSchema> streams,
      Duration lag,
      List<Feature> features,
      List<Label> labels) {
    return new Plan(name, version, askStream, List.copyOf(streams), lag, features, labels, null);
  }

  /// Reads a plan's JSON form.
  ///
  /// @throws roundhouse.featureengine.language.check.InvalidDefinitionException with everything
  ///   that is wrong with it
  public static Plan parse(byte[] json) {
    throw new UnsupportedOperationException();
  }

  /// The canonical bytes, UTF-8.
  public byte[] toJson() {
    throw new UnsupportedOperationException();
  }

  /// SHA-256 of the canonical bytes, 64 hexadecimal digits.
  public String hash() {
    throw new UnsupportedOperationException();
  }

  /// `late-arrival@1`.
  public String reference() {
    return name + "@" + version;
  }

  /// The features' columns, in the order of [#features()].
  public List<Column> columns() {
    throw new UnsupportedOperationException();
  }

  /// The labels' columns, in the order of [#labels()].
  public List<Column> labelColumns() {
    throw new UnsupportedOperationException();
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
