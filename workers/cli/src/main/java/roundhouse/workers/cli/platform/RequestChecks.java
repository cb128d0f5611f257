package roundhouse.workers.cli.platform;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.filter.Filter;
import roundhouse.featureengine.language.plan.Column;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.scoring.registry.Change.DatasetRegistered;
import roundhouse.scoring.registry.Change.FeatureSetRetired;
import roundhouse.scoring.registry.DatasetId;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.ModelId;
import roundhouse.scoring.registry.Recorded;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.scoring.registry.TagName;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Checks what a request names against what there is, so that a mistyped name is told before a
/// workflow starts. Problems go to the [Inputs]; names that were malformed are left alone, as they
/// were told already.
public final class RequestChecks {
  private final Inputs inputs;
  private final ObjectStore store;
  private final RegistryState state;

  public RequestChecks(Inputs inputs, ObjectStore store, RegistryState state) {
    this.inputs = inputs;
    this.store = store;
    this.state = state;
  }

  public void tag(String option, String name) {
    if (!name.isEmpty() && inputs.isName(name) && state.tag(TagName.of(name)).isEmpty()) {
      unknown(
          option,
          name,
          "a declared tag",
          state.tags().stream().map(tag -> tag.name().value()),
          "declare it with: roundhouse tags declare");
    }
  }

  public void model(String option, String id) {
    if (!id.isEmpty() && inputs.isName(id) && state.model(ModelId.of(id)).isEmpty()) {
      unknown(
          option,
          id,
          "a registered model",
          state.models().reversed().stream().map(model -> model.change().modelId().value()),
          "see: roundhouse models list");
    }
  }

  /// The feature set must be published; a retired one will do.
  public void publishedFeatureSet(String option, String text) {
    if (inputs.isFeatureSet(text) && state.featureSet(FeatureSetId.parse(text)).isEmpty()) {
      unknown(
          option,
          text,
          "a published feature set",
          state.featureSets().stream().map(set -> set.change().featureSet().toString()),
          "publish it with: roundhouse features publish");
    }
  }

  /// The feature set must be published and not retired, and the columns must fit it.
  public void featureSet(String option, String text, List<String> features) {
    publishedFeatureSet(option, text);
    if (!inputs.isFeatureSet(text) || state.featureSet(FeatureSetId.parse(text)).isEmpty()) {
      return;
    }
    FeatureSetId id = FeatureSetId.parse(text);
    state.retirement(id).ifPresent(retired -> retired(option, retired));
    Plan plan = plan(id);
    checkColumns("--features", features, plan.columns(), "a feature of " + id);
  }

  private void retired(String option, Recorded<FeatureSetRetired> retired) {
    inputs.problem(
        option,
        retired.change().featureSet().toString(),
        "a version that is not retired, as it was on " + Retirements.text(retired),
        "use another version: roundhouse features list");
  }

  /// The dataset must be registered, its feature set not be retired, and features, label and filter
  /// must fit its feature set.
  public void dataset(
      String option, String id, List<String> features, String label, String filter) {
    if (id.isEmpty() || !inputs.isName(id)) {
      return;
    }
    DatasetId datasetId = DatasetId.of(id);
    if (state.dataset(datasetId).isEmpty()) {
      unknown(
          option,
          id,
          "a registered dataset",
          state.datasets().reversed().stream().map(set -> set.change().datasetId().value()),
          "make one with: roundhouse backfill");
      return;
    }
    Optional<FeatureSetId> set = featureSetOf(state.dataset(datasetId).orElseThrow().change());
    set.flatMap(state::retirement).ifPresent(retired -> retired(option, retired));
    set.map(this::plan).ifPresent(plan -> checkAgainst(plan, features, label, filter));
  }

  private void checkAgainst(Plan plan, List<String> features, String label, String filter) {
    checkColumns("--features", features, plan.columns(), "a feature of " + plan.reference());
    checkColumns("--label", List.of(label), plan.labelColumns(), "a label of " + plan.reference());
    checkFilter("--filter", filter, plan.askStream().fields());
  }

  private void checkColumns(
      String option, List<String> names, List<Column> columns, String expectation) {
    List<String> known = columns.stream().map(Column::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        inputs.problem(option, name, expectation, "choose from " + String.join(", ", known));
      }
    }
  }

  private void checkFilter(String option, String filter, List<FieldSchema> fields) {
    try {
      Filter.parse(filter, fields);
    } catch (InvalidDefinitionException wrong) {
      wrong
          .problems()
          .forEach(
              problem ->
                  inputs.problem(
                      option + (problem.position().isEmpty() ? "" : " at " + problem.position()),
                      problem.value(),
                      problem.expectation(),
                      problem.remedy()));
    }
  }

  /// A dataset's id starts with its feature set, `late-arrival-v1-`.
  private Optional<FeatureSetId> featureSetOf(DatasetRegistered dataset) {
    return state.featureSets().stream()
        .map(set -> set.change().featureSet())
        .filter(
            set ->
                dataset
                    .datasetId()
                    .value()
                    .startsWith("%s-v%d-".formatted(set.name(), set.version())))
        .findFirst();
  }

  private Plan plan(FeatureSetId id) {
    String hash = state.featureSet(id).orElseThrow().change().planHash();
    return Plan.parse(store.read(ObjectKey.of("plans/" + hash + ".json")));
  }

  private void unknown(
      String option, String value, String expectation, Stream<String> known, String otherwise) {
    List<String> names = known.limit(10).toList();
    inputs.problem(
        option,
        value,
        expectation,
        names.isEmpty() ? otherwise : "choose from " + String.join(", ", names));
  }
}
