package roundhouse.workers.cli.features;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.catalogue.Lineage;
import roundhouse.featureengine.language.catalogue.PlanCost;
import roundhouse.featureengine.language.plan.Column;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.plan.Publication;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.EntityKind.StateSize;
import roundhouse.featureengine.language.program.EntityOutline;
import roundhouse.featureengine.language.program.Program;
import roundhouse.scoring.registry.Change.FeatureSetPublished;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Recorded;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.workers.cli.platform.Retirements;
import roundhouse.workers.cli.terminal.Numbers;
import roundhouse.workers.cli.terminal.Table;

/// All that is known of one feature set before it runs.
public final class FeatureSetPage {
  private static final int COLUMNS = 100;
  private static final Duration LIFETIME = Duration.ofDays(36_500);

  private final FeatureSets sets;
  private final FeatureSetId id;
  private final Publication publication;
  private final Plan plan;

  public FeatureSetPage(FeatureSets sets, FeatureSetId id) {
    this.sets = sets;
    this.id = id;
    publication = sets.publication(id);
    plan = publication.plan();
  }

  /// Lines for a person.
  public List<String> lines() {
    List<String> lines = new ArrayList<>(head());
    section(lines, columns());
    section(lines, streams());
    List<EntityKind> entities = Program.of(plan).entities();
    List<EntityOutline> outlines = EntityOutline.of(plan);
    for (int i = 0; i < entities.size(); i++) {
      section(lines, plan(entities.get(i), outlines.get(i)));
    }
    section(lines, costs());
    section(lines, states(entities));
    return lines;
  }

  private static void section(List<String> lines, List<String> more) {
    lines.add("");
    lines.addAll(more);
  }

  private List<String> head() {
    RegistryState state = sets.state();
    Recorded<FeatureSetPublished> published = state.featureSet(id).orElseThrow();
    Table table =
        Table.of("", "")
            .row("feature set", id)
            .row("purpose", text(Publication.FEATURE_SET).orElse("not documented"))
            .row("asked by", plan.askStream().name())
            .row("sees", visible())
            .row("plan", plan.hash())
            .row("published", Numbers.time(published.time()) + ", entry " + published.entry())
            .row("models", users());
    if (plan.timeZoneData() != null) {
      table.row("time zones", "rules of " + plan.timeZoneData());
    }
    state.retirement(id).ifPresent(retired -> table.row("retired", Retirements.text(retired)));
    return table.lines();
  }

  private String visible() {
    return plan.lag().isZero()
        ? "what was known before the ask"
        : "what was known %s before the ask".formatted(ExpressionText.of(plan.lag()));
  }

  private String users() {
    List<String> models = sets.state().usersOf(id);
    return models.isEmpty()
        ? "none uses it"
        : models.stream().map(this::withTags).collect(Collectors.joining(", "));
  }

  private String withTags(String model) {
    String tags = sets.tagsOf(model).collect(Collectors.joining(", "));
    return tags.isEmpty() ? model : "%s (tag %s)".formatted(model, tags);
  }

  /// Each feature and label, under it its documentation.
  private List<String> columns() {
    Table table = Table.of("feature", "type", "value");
    List<String> names = new ArrayList<>();
    List<Column> features = plan.columns();
    for (int i = 0; i < features.size(); i++) {
      Feature feature = plan.features().get(i);
      names.add(feature.name());
      table.row(feature.name(), type(features.get(i)), ExpressionText.of(feature.value()));
    }
    for (int i = 0; i < plan.labels().size(); i++) {
      Label label = plan.labels().get(i);
      names.add(label.name());
      table.row(
          label.name(), type(plan.labelColumns().get(i)), "label: " + ExpressionText.of(label));
    }
    List<String> rows = table.lines();
    List<String> lines = new ArrayList<>(List.of(rows.getFirst()));
    for (int i = 0; i < names.size(); i++) {
      lines.add(rows.get(i + 1));
      text(names.get(i)).ifPresent(text -> lines.add("  " + text));
    }
    return lines;
  }

  /// What is said of a column, a stream or the feature set, where anything is.
  private Optional<String> text(String name) {
    return Optional.ofNullable(publication.documentation().get(name))
        .filter(text -> !text.isBlank());
  }

  private static String type(Column column) {
    return (column.isApproximate() ? "approximate " : "")
        + column.type().text()
        + (column.isNullable() ? " or null" : "");
  }

  private List<String> streams() {
    Table table =
        Table.of("stream", "id", "happens at", "known at", "at most later", "fields read");
    table.row(cells(plan.askStream(), ofAsk()));
    plan.streams().stream()
        .filter(stream -> !stream.name().equals(plan.askStream().name()))
        .forEach(stream -> table.row(cells(stream, stream.fieldNames())));
    return table.lines();
  }

  /// A plan has all fields of its ask; these are the ones that it reads.
  private List<String> ofAsk() {
    StreamSchema ask = plan.askStream();
    Lineage lineage = Lineage.of(plan);
    Set<String> read = new HashSet<>(List.of(ask.id(), ask.eventTime(), ask.knownAt()));
    Stream.concat(lineage.features().values().stream(), lineage.labels().values().stream())
        .flatMap(sources -> sources.fields().stream())
        .filter(use -> use.stream().equals(ask.name()))
        .forEach(use -> read.add(use.field()));
    return ask.fieldNames().stream().filter(read::contains).toList();
  }

  private static Object[] cells(StreamSchema stream, List<String> read) {
    return new Object[] {
      stream.name(),
      stream.id(),
      stream.eventTime(),
      stream.knownAt(),
      ExpressionText.of(stream.lateness()),
      String.join(", ", read)
    };
  }

  /// What is kept for an entity, and what is computed once for all features that read it.
  private List<String> plan(EntityKind entity, EntityOutline outline) {
    String label = entity.label().isPresent() ? " of " + name(entity) : "";
    List<String> lines = new ArrayList<>();
    lines.add("plan for each %s%s".formatted(entity.name(), label));
    for (EntityOutline.History history : outline.histories()) {
      indented(
          lines, "  ", Table.of("", "").row("from", history.events()).row("keeps", history.kept()));
      Table parts = Table.of("", "", "");
      for (EntityOutline.Part part : history.parts()) {
        parts.row(part.window(), part.value(), "for " + String.join(", ", part.readers()));
      }
      indented(lines, "    ", parts);
    }
    return lines;
  }

  private static void indented(List<String> lines, String indent, Table table) {
    table.linesWithin(COLUMNS - indent.length()).forEach(line -> lines.add(indent + line));
  }

  private List<String> costs() {
    PlanCost cost = PlanCost.of(plan);
    Table table = Table.of("cost of one", ">entities looked up", ">aggregates", ">operations");
    cost.events().forEach((stream, event) -> table.row(stream, event.lookups(), "", event.steps()));
    PlanCost.AskCost ask = cost.ask();
    table.row("ask: " + plan.askStream().name(), ask.lookups(), ask.aggregates(), ask.steps());
    List<String> lines = new ArrayList<>(table.lines());
    lines.add(
        "  An operation is a comparison, calculation or function on the row's fields and aggregates; equal ones count once.");
    return lines;
  }

  private List<String> states(List<EntityKind> entities) {
    Table table = Table.of("entity", "made of", "state per key");
    entities.forEach(entity -> table.row(name(entity), streams(entity), state(entity.size())));
    return table.lines();
  }

  private String name(EntityKind entity) {
    return entity.label().isPresent()
        ? "label " + plan.labels().get(entity.label().getAsInt()).name()
        : entity.name();
  }

  private String streams(EntityKind entity) {
    return entity.feeds().stream()
        .map(feed -> plan.streams().get(feed.stream()).name())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /// `at most 512 bytes`, or `unbounded: 171 bytes, and 24 for each event of the last 7 days`.
  private static String state(StateSize size) {
    if (!size.isUnbounded()) {
      return "at most %s bytes".formatted(Numbers.count(size.boundedBytes()));
    }
    Duration retained = Duration.of(size.retainedMicros(), ChronoUnit.MICROS);
    return "unbounded: %s bytes, and %s for each event %s"
        .formatted(
            Numbers.count(size.boundedBytes()),
            Numbers.count(size.bytesPerEvent()),
            retained.compareTo(LIFETIME) >= 0
                ? "ever"
                : "of the last " + ExpressionText.of(retained));
  }
}
