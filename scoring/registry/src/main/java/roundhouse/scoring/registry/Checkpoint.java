package roundhouse.scoring.registry;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import roundhouse.scoring.registry.Change.DatasetRegistered;
import roundhouse.scoring.registry.Change.DecisionRecorded;
import roundhouse.scoring.registry.Change.FeatureSetPublished;
import roundhouse.scoring.registry.Change.FeatureSetRetired;
import roundhouse.scoring.registry.Change.ModelRegistered;

/// A state as an object, so that a start need not read the whole log. The same entries give the
/// same bytes, whoever writes them. Everything is in the order of the log, commands by text.
record Checkpoint(
    long head,
    String headSha256,
    Map<String, Long> commands,
    List<Tag> tags,
    List<Recorded<ModelRegistered>> models,
    List<Recorded<DatasetRegistered>> datasets,
    List<Recorded<FeatureSetPublished>> featureSets,
    List<Recorded<FeatureSetRetired>> retired,
    List<Recorded<DecisionRecorded>> decisions,
    List<VoidEntry> voids) {
  static Checkpoint of(RegistryState state) {
    Contents contents = state.copyContents();
    Map<String, Long> commands = new TreeMap<>();
    contents.commands.forEach((command, entry) -> commands.put(command.value(), entry));
    return new Checkpoint(
        state.head(),
        state.headSha256(),
        commands,
        state.tags(),
        state.models(),
        state.datasets(),
        state.featureSets(),
        contents.retired.values().stream()
            .sorted(Comparator.comparingLong(Recorded::entry))
            .toList(),
        state.decisions(),
        contents.voids);
  }

  RegistryState state() {
    Contents contents = new Contents();
    commands.forEach((command, entry) -> contents.commands.put(CommandId.of(command), entry));
    tags.forEach(tag -> contents.tags.put(tag.name(), tag));
    models.forEach(model -> contents.models.put(model.change().modelId(), model));
    datasets.forEach(dataset -> contents.datasets.put(dataset.change().datasetId(), dataset));
    featureSets.forEach(set -> contents.featureSets.put(set.change().featureSet(), set));
    retired.forEach(set -> contents.retired.put(set.change().featureSet(), set));
    decisions.forEach(decision -> contents.decisions.put(decision.change().decisionId(), decision));
    contents.voids.addAll(voids);
    return new RegistryState(head, headSha256, contents, Optional.empty());
  }
}
