package roundhouse.scoring.registry;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import roundhouse.scoring.registry.Change.DatasetRegistered;
import roundhouse.scoring.registry.Change.DecisionRecorded;
import roundhouse.scoring.registry.Change.FeatureSetDocumented;
import roundhouse.scoring.registry.Change.FeatureSetPublished;
import roundhouse.scoring.registry.Change.FeatureSetRetired;
import roundhouse.scoring.registry.Change.ModelRegistered;
import roundhouse.storage.Digests;

/// The registry as of one entry of its log. Immutable: everything read from one state belongs
/// together.
public final class RegistryState {
  static final RegistryState EMPTY =
      new RegistryState(0, Digests.sha256Hex(new byte[0]), new Contents(), Optional.empty());

  private final long head;
  private final String headSha256;
  private final Contents contents;
  private final Optional<String> alarm;

  /// @param contents never changed again
  RegistryState(long head, String headSha256, Contents contents, Optional<String> alarm) {
    this.head = head;
    this.headSha256 = headSha256;
    this.contents = contents;
    this.alarm = alarm;
  }

  /// The last entry that this state includes; 0 for none.
  public long head() {
    return head;
  }

  /// What a person must know: the log goes on with entries that only a newer version of the
  /// platform understands, so this state stays as it was before them.
  public Optional<String> alarm() {
    return alarm;
  }

  public Optional<Tag> tag(TagName name) {
    return Optional.ofNullable(contents.tags.get(name));
  }

  /// By name.
  public List<Tag> tags() {
    return contents.tags.values().stream()
        .sorted(Comparator.comparing(tag -> tag.name().value()))
        .toList();
  }

  /// Every move of a tag, the latest last; empty for an unknown tag too.
  public List<TagMove> history(TagName name) {
    return tag(name).map(Tag::moves).orElse(List.of());
  }

  public Optional<Recorded<ModelRegistered>> model(ModelId id) {
    return Optional.ofNullable(contents.models.get(id));
  }

  /// In the order of registration.
  public List<Recorded<ModelRegistered>> models() {
    return inOrder(contents.models.values());
  }

  public Optional<Recorded<DatasetRegistered>> dataset(DatasetId id) {
    return Optional.ofNullable(contents.datasets.get(id));
  }

  /// In the order of registration.
  public List<Recorded<DatasetRegistered>> datasets() {
    return inOrder(contents.datasets.values());
  }

  /// A published version, retired or not: datasets and models of the past still name it.
  public Optional<Recorded<FeatureSetPublished>> featureSet(FeatureSetId id) {
    return Optional.ofNullable(contents.featureSets.get(id));
  }

  /// In the order of publication, retired ones included.
  public List<Recorded<FeatureSetPublished>> featureSets() {
    return inOrder(contents.featureSets.values());
  }

  /// What people are told of a published version, as it was last said.
  public Optional<Recorded<FeatureSetDocumented>> documentation(FeatureSetId id) {
    return Optional.ofNullable(contents.documented.get(id));
  }

  /// The models that use a feature-set version, by name.
  public List<String> usersOf(FeatureSetId id) {
    return contents.usersOf(id);
  }

  /// When a version was retired and why, if it was.
  public Optional<Recorded<FeatureSetRetired>> retirement(FeatureSetId id) {
    return Optional.ofNullable(contents.retired.get(id));
  }

  public boolean isRetired(FeatureSetId id) {
    return contents.retired.containsKey(id);
  }

  public Optional<Recorded<DecisionRecorded>> decision(DecisionId id) {
    return Optional.ofNullable(contents.decisions.get(id));
  }

  /// In the order in which they were taken.
  public List<Recorded<DecisionRecorded>> decisions() {
    return inOrder(contents.decisions.values());
  }

  /// The entry that a command put, where it did.
  public Optional<Long> entryOf(CommandId command) {
    return Optional.ofNullable(contents.commands.get(command));
  }

  /// Entries without effect. Correct writers leave none.
  public List<VoidEntry> voids() {
    return List.copyOf(contents.voids);
  }

  String headSha256() {
    return headSha256;
  }

  Map<CommandId, Long> commands() {
    return Map.copyOf(contents.commands);
  }

  Contents copyContents() {
    return contents.copy();
  }

  Judgement judge(Change change) {
    return contents.judge(change);
  }

  private static <C extends Change> List<Recorded<C>> inOrder(Collection<Recorded<C>> recorded) {
    return recorded.stream().sorted(Comparator.comparingLong(Recorded::entry)).toList();
  }
}
