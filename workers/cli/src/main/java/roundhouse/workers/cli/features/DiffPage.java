package roundhouse.workers.cli.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import roundhouse.featureengine.language.catalogue.ColumnChange;
import roundhouse.featureengine.language.catalogue.ColumnChange.Kind;
import roundhouse.featureengine.language.catalogue.FeatureSetDiff;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.workers.cli.terminal.Table;

/// What changes from one feature set version to another, and what that asks for.
public final class DiffPage {
  private final Plan earlier;
  private final Plan later;
  private final FeatureSetDiff diff;

  public DiffPage(Plan earlier, Plan later) {
    this.earlier = earlier;
    this.later = later;
    diff = FeatureSetDiff.between(earlier, later);
  }

  /// Lines for a person, the conclusion last.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    diff.asks().forEach(change -> lines.add("asks: " + change));
    lines.addAll(changes());
    lines.add(conclusion());
    return lines;
  }

  private List<String> changes() {
    Table table = Table.of("", "", "");
    all()
        .filter(change -> change.kind() != Kind.SAME)
        .forEach(
            change ->
                table.row(
                    change.kind().name().toLowerCase(Locale.ROOT),
                    change.name(),
                    String.join("; ", change.details())));
    return table.lines();
  }

  private String conclusion() {
    String between = "%s and %s".formatted(earlier.reference(), later.reference());
    if (diff.isSame()) {
      return "%s compute the same values: a dataset of one serves for the other, no backfill is needed."
          .formatted(between);
    }
    if (!diff.needsBackfill()) {
      return "Every value of %s is in the datasets of %s: no backfill is needed."
          .formatted(later.reference(), earlier.reference());
    }
    return diff.asks().isEmpty()
        ? "%s needs a backfill of %s; %d of its columns keep their values."
            .formatted(later.reference(), needed(), kept())
        : "%s needs a backfill of every column: the asks themselves change."
            .formatted(later.reference());
  }

  private String needed() {
    return all()
        .filter(change -> change.kind().needsBackfill())
        .map(ColumnChange::name)
        .collect(Collectors.joining(", "));
  }

  private long kept() {
    return all()
        .filter(change -> change.kind() == Kind.SAME || change.kind() == Kind.RENAMED)
        .count();
  }

  private Stream<ColumnChange> all() {
    return Stream.concat(diff.features().stream(), diff.labels().stream());
  }
}
