package roundhouse.scoring.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.registry.Change.DatasetRegistered;
import roundhouse.scoring.registry.Change.DecisionRecorded;
import roundhouse.scoring.registry.Change.FeatureSetDocumented;
import roundhouse.scoring.registry.Change.FeatureSetPublished;
import roundhouse.scoring.registry.Change.FeatureSetRetired;
import roundhouse.scoring.registry.Change.ModelRegistered;
import roundhouse.scoring.registry.Change.Move;
import roundhouse.scoring.registry.Change.TagDeclared;
import roundhouse.scoring.registry.Change.TagsMoved;

/// What the entries say, without where the log ends. Mutable while folding; whoever shares it,
/// copies it first.
final class Contents {
  final Map<CommandId, Long> commands;
  final Map<TagName, Tag> tags;
  final Map<ModelId, Recorded<ModelRegistered>> models;
  final Map<DatasetId, Recorded<DatasetRegistered>> datasets;
  final Map<FeatureSetId, Recorded<FeatureSetPublished>> featureSets;
  final Map<FeatureSetId, Recorded<FeatureSetDocumented>> documented;
  final Map<FeatureSetId, Recorded<FeatureSetRetired>> retired;
  final Map<DecisionId, Recorded<DecisionRecorded>> decisions;
  final List<VoidEntry> voids;

  Contents() {
    commands = new HashMap<>();
    tags = new HashMap<>();
    models = new HashMap<>();
    datasets = new HashMap<>();
    featureSets = new HashMap<>();
    documented = new HashMap<>();
    retired = new HashMap<>();
    decisions = new HashMap<>();
    voids = new ArrayList<>();
  }

  private Contents(Contents other) {
    commands = new HashMap<>(other.commands);
    tags = new HashMap<>(other.tags);
    models = new HashMap<>(other.models);
    datasets = new HashMap<>(other.datasets);
    featureSets = new HashMap<>(other.featureSets);
    documented = new HashMap<>(other.documented);
    retired = new HashMap<>(other.retired);
    decisions = new HashMap<>(other.decisions);
    voids = new ArrayList<>(other.voids);
  }

  Contents copy() {
    return new Contents(this);
  }

  /// What putting the change as the next entry would mean: the one rule for writers, who put only
  /// what is acceptable, and for the fold, to which all else is void.
  Judgement judge(Change change) {
    return switch (change) {
      case FeatureSetPublished published -> judge(published);
      case FeatureSetDocumented documentation -> judge(documentation);
      case FeatureSetRetired retirement -> judge(retirement);
      case DatasetRegistered registered ->
          judgeOnce("Dataset", registered.datasetId(), registered, datasets);
      case ModelRegistered registered -> judge(registered);
      case TagDeclared declared -> judge(declared);
      case TagsMoved moved -> judge(moved);
      case DecisionRecorded recorded -> judge(recorded);
    };
  }

  /// Takes in an acceptable change.
  void record(Entry entry) {
    commands.put(entry.command(), entry.number());
    switch (entry.change()) {
      case FeatureSetPublished published ->
          featureSets.put(published.featureSet(), recorded(entry, published));
      case FeatureSetDocumented documentation ->
          documented.put(documentation.featureSet(), recorded(entry, documentation));
      case FeatureSetRetired retirement ->
          retired.put(retirement.featureSet(), recorded(entry, retirement));
      case DatasetRegistered registered ->
          datasets.put(registered.datasetId(), recorded(entry, registered));
      case ModelRegistered registered ->
          models.put(registered.modelId(), recorded(entry, registered));
      case TagDeclared declared -> tags.put(declared.tag(), declare(entry, declared));
      case TagsMoved moved -> moved.moves().forEach(move -> move(entry, move));
      case DecisionRecorded decided ->
          decisions.put(decided.decisionId(), recorded(entry, decided));
    }
  }

  private static <C extends Change> Recorded<C> recorded(Entry entry, C change) {
    return new Recorded<>(entry.number(), entry.time(), change);
  }

  private Tag declare(Entry entry, TagDeclared declared) {
    Tag before = tags.get(declared.tag());
    List<TagMove> moves = before == null ? List.of() : before.moves();
    return new Tag(declared.tag(), declared.contract(), entry.number(), moves);
  }

  private void move(Entry entry, Move move) {
    Tag tag = Objects.requireNonNull(tags.get(move.tag()));
    TagMove moved =
        new TagMove(
            entry.number(), move.modelId(), move.decisionId(), entry.command(), entry.time());
    tags.put(move.tag(), tag.moved(moved));
  }

  private Judgement judge(FeatureSetPublished published) {
    FeatureSetId id = published.featureSet();
    if (retired.containsKey(id)) {
      return refused(
          conflict("Feature set", id, "a version that is not retired", "publish a new version"));
    }
    Recorded<FeatureSetPublished> before = featureSets.get(id);
    if (before != null && !before.change().equals(published)) {
      return refused(
          conflict(
              "Feature set",
              id,
              "plan %s, with which it was published%s"
                  .formatted(before.change().planHash(), usedBy(id)),
              "publish the changed plan under a new version"));
    }
    return judgeOnce("Feature set", id, published, featureSets);
  }

  private String usedBy(FeatureSetId id) {
    List<String> users = usersOf(id);
    return users.isEmpty() ? "" : " and which models %s use".formatted(users);
  }

  /// The models that use a feature-set version, by name.
  List<String> usersOf(FeatureSetId id) {
    return models.values().stream()
        .filter(model -> model.change().featureSet().equals(id))
        .map(model -> model.change().modelId().value())
        .sorted()
        .toList();
  }

  private Judgement judge(FeatureSetDocumented documentation) {
    FeatureSetId id = documentation.featureSet();
    Recorded<FeatureSetDocumented> before = documented.get(id);
    if (before != null && before.change().equals(documentation)) {
      return new Judgement.AlreadySo(before.entry());
    }
    List<Refusal> refusals = new ArrayList<>();
    requireKnown("Feature set", id, featureSets, refusals);
    return Judgement.of(refusals);
  }

  private Judgement judge(FeatureSetRetired retirement) {
    FeatureSetId id = retirement.featureSet();
    Recorded<FeatureSetRetired> before = retired.get(id);
    if (before != null) {
      return new Judgement.AlreadySo(before.entry());
    }
    List<Refusal> refusals = new ArrayList<>();
    requireKnown("Feature set", id, featureSets, refusals);
    List<String> users = usersOf(id);
    if (!users.isEmpty()) {
      refusals.add(
          conflict(
              "Feature set",
              id,
              "no model to use it, but %s do".formatted(users),
              "keep it as long as they are registered"));
    }
    return Judgement.of(refusals);
  }

  private Judgement judge(ModelRegistered registered) {
    Judgement judgement = judgeOnce("Model", registered.modelId(), registered, models);
    if (judgement instanceof Judgement.Acceptable && retired.containsKey(registered.featureSet())) {
      return refused(
          conflict(
              "Feature set",
              registered.featureSet(),
              "a version that is not retired",
              "train on a current version"));
    }
    return judgement;
  }

  private Judgement judge(TagDeclared declared) {
    Tag before = tags.get(declared.tag());
    return before != null && before.contract().equals(declared.contract())
        ? new Judgement.AlreadySo(before.declaredBy())
        : new Judgement.Acceptable();
  }

  private Judgement judge(TagsMoved moved) {
    List<Refusal> refusals = new ArrayList<>();
    for (Move move : moved.moves()) {
      requireKnown("Tag", move.tag(), tags, refusals);
      requireKnown("Model", move.modelId(), models, refusals);
      requireRevision(move, refusals);
      requireDecision(move, refusals);
    }
    return Judgement.of(refusals);
  }

  private Judgement judge(DecisionRecorded recorded) {
    Judgement judgement = judgeOnce("Decision", recorded.decisionId(), recorded, decisions);
    if (!(judgement instanceof Judgement.Acceptable)) {
      return judgement;
    }
    List<Refusal> refusals = new ArrayList<>();
    requireKnown("Tag", recorded.tag(), tags, refusals);
    requireKnown("Model", recorded.modelId(), models, refusals);
    return Judgement.of(refusals);
  }

  private <K, C extends Change> Judgement judgeOnce(
      String subject, K id, C change, Map<K, Recorded<C>> known) {
    Recorded<C> before = known.get(id);
    if (before == null) {
      return new Judgement.Acceptable();
    }
    if (before.change().equals(change)) {
      return new Judgement.AlreadySo(before.entry());
    }
    return refused(
        conflict(
            subject,
            id,
            "what entry %d recorded, for it never changes: %s"
                .formatted(before.entry(), before.change()),
            "use another id or version for other content"));
  }

  private static <K> void requireKnown(
      String subject, K id, Map<K, ?> known, List<Refusal> refusals) {
    if (!known.containsKey(id)) {
      refusals.add(
          new Refusal(
              Refusal.Reason.UNKNOWN,
              subject,
              id.toString(),
              known.isEmpty() ? "one that is registered, and none is" : "one of " + some(known),
              "correct the name, or register it first"));
    }
  }

  private static String some(Map<?, ?> known) {
    List<String> names = known.keySet().stream().map(Object::toString).sorted().limit(10).toList();
    return String.join(", ", names) + (known.size() > names.size() ? ", …" : "");
  }

  private void requireRevision(Move move, List<Refusal> refusals) {
    Tag tag = tags.get(move.tag());
    if (tag != null && tag.revision() != move.expectedRevision()) {
      refusals.add(
          new Refusal(
              Refusal.Reason.STALE_REVISION,
              "Revision of tag " + move.tag(),
              Long.toString(move.expectedRevision()),
              "revision %d, which moved it to %s"
                  .formatted(tag.revision(), tag.modelId().map(ModelId::value).orElse("nothing")),
              "decide again on what the tag points to now"));
    }
  }

  private void requireDecision(Move move, List<Refusal> refusals) {
    DecisionId id = move.decisionId();
    if (id == null) {
      return;
    }
    requireKnown("Decision", id, decisions, refusals);
    @Nullable Recorded<DecisionRecorded> decision = decisions.get(id);
    if (decision != null && !isAbout(decision.change(), move)) {
      refusals.add(
          conflict(
              "Decision",
              id,
              "one about model %s for tag %s at revision %d"
                  .formatted(move.modelId(), move.tag(), move.expectedRevision()),
              "name the decision that this move rests on"));
    }
  }

  private static boolean isAbout(DecisionRecorded decision, Move move) {
    return decision.tag().equals(move.tag())
        && decision.modelId().equals(move.modelId())
        && decision.tagRevision() == move.expectedRevision();
  }

  private static Refusal conflict(String subject, Object id, String expectation, String remedy) {
    return new Refusal(Refusal.Reason.CONFLICT, subject, String.valueOf(id), expectation, remedy);
  }

  private static Judgement refused(Refusal refusal) {
    return new Judgement.Refused(List.of(refusal));
  }
}
