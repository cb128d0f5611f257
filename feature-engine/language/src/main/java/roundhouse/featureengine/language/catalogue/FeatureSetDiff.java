package roundhouse.featureengine.language.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.catalogue.ColumnChange.Kind;
import roundhouse.featureengine.language.plan.Plan;

/// How two plans differ in what they compute, not in how they say it.
///
/// @param asks for people: what changed about which asks there are; none if their rows are the same
/// @param features one change for each feature of either plan, the later one's order first
/// @param labels the same for labels
public record FeatureSetDiff(
    List<String> asks, List<ColumnChange> features, List<ColumnChange> labels) {
  public FeatureSetDiff {
    asks = List.copyOf(asks);
    features = List.copyOf(features);
    labels = List.copyOf(labels);
  }

  public static FeatureSetDiff between(Plan earlier, Plan later) {
    ColumnMeanings before = ColumnMeanings.of(earlier);
    ColumnMeanings after = ColumnMeanings.of(later);
    return new FeatureSetDiff(
        askChanges(earlier.askStream(), later.askStream()),
        changes(before.features(), after.features()),
        changes(before.labels(), after.labels()));
  }

  /// Whether a dataset of the earlier plan has every value of the later one.
  public boolean needsBackfill() {
    return !asks.isEmpty()
        || Stream.concat(features.stream(), labels.stream())
            .anyMatch(change -> change.kind().needsBackfill());
  }

  /// Whether the two compute the same columns, names included.
  public boolean isSame() {
    return asks.isEmpty()
        && Stream.concat(features.stream(), labels.stream())
            .allMatch(change -> change.kind() == Kind.SAME);
  }

  /// Its fields may change freely: features that read them change by themselves.
  private static List<String> askChanges(StreamSchema earlier, StreamSchema later) {
    List<String> changes = new ArrayList<>();
    note(changes, "stream", earlier.name(), later.name());
    note(changes, "id", earlier.id(), later.id());
    note(changes, "event time", earlier.eventTime(), later.eventTime());
    note(changes, "known-at time", earlier.knownAt(), later.knownAt());
    note(
        changes,
        "lateness",
        ExpressionText.of(earlier.lateness()),
        ExpressionText.of(later.lateness()));
    return changes;
  }

  private static List<ColumnChange> changes(
      SequencedMap<String, ColumnMeaning> before, SequencedMap<String, ColumnMeaning> after) {
    List<ColumnChange> changes = new ArrayList<>();
    Map<String, ColumnMeaning> gone = new LinkedHashMap<>(before);
    gone.keySet().removeAll(after.keySet());
    after.forEach(
        (name, meaning) -> {
          ColumnMeaning earlier = before.get(name);
          changes.add(
              earlier == null ? added(name, meaning, gone) : compared(name, earlier, meaning));
        });
    gone.keySet().forEach(name -> changes.add(new ColumnChange(name, Kind.REMOVED, List.of())));
    return changes;
  }

  /// A column that is gone and means the same was renamed; then it is not gone.
  private static ColumnChange added(
      String name, ColumnMeaning meaning, Map<String, ColumnMeaning> gone) {
    Optional<String> former =
        gone.keySet().stream()
            .filter(other -> Objects.requireNonNull(gone.get(other)).isSameAs(meaning))
            .findFirst();
    former.ifPresent(gone::remove);
    return former
        .map(other -> new ColumnChange(name, Kind.RENAMED, List.of("it was " + other)))
        .orElseGet(() -> new ColumnChange(name, Kind.ADDED, List.of(meaning.text())));
  }

  private static ColumnChange compared(String name, ColumnMeaning before, ColumnMeaning after) {
    return before.isSameAs(after)
        ? new ColumnChange(name, Kind.SAME, List.of())
        : new ColumnChange(name, Kind.CHANGED, before.differencesTo(after));
  }

  static void note(List<String> changes, String what, Object before, Object after) {
    if (!before.equals(after)) {
      changes.add("%s: %s → %s".formatted(what, before, after));
    }
  }
}
