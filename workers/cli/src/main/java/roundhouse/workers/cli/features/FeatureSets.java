package roundhouse.workers.cli.features;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.plan.Publication;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// The published feature sets, with what was published of them.
public final class FeatureSets {
  private final ObjectStore store;
  private final RegistryState state;

  public FeatureSets(ObjectStore store, RegistryState state) {
    this.store = store;
    this.state = state;
  }

  static ObjectKey planKey(String hash) {
    return ObjectKey.of("plans/" + hash + ".json");
  }

  static ObjectKey publicationKey(String sha256) {
    return ObjectKey.of("publications/" + sha256 + ".json");
  }

  public RegistryState state() {
    return state;
  }

  /// Every published version, by name and version.
  public List<FeatureSetId> ids() {
    return state.featureSets().stream()
        .map(set -> set.change().featureSet())
        .sorted(Comparator.comparing(FeatureSetId::name).thenComparingInt(FeatureSetId::version))
        .toList();
  }

  /// The version of that name before that one, the highest there is.
  public Optional<FeatureSetId> before(FeatureSetId id) {
    return ids().stream()
        .filter(other -> other.name().equals(id.name()) && other.version() < id.version())
        .reduce((first, later) -> later);
  }

  /// Whether this very publication was published.
  boolean has(Publication publication) {
    FeatureSetId id = FeatureSetId.parse(publication.plan().reference());
    return state.featureSet(id).isPresent() && publication(id).equals(publication);
  }

  /// What was published of a version: at least its plan.
  public Publication publication(FeatureSetId id) {
    String hash = state.featureSet(id).orElseThrow().change().planHash();
    return state
        .documentation(id)
        .map(told -> publicationKey(told.change().publicationSha256()))
        .map(key -> parse(key, store.read(key)))
        .filter(publication -> publication.plan().hash().equals(hash))
        .orElseGet(() -> Publication.of(plan(hash), List.of(), Map.of()));
  }

  public Plan plan(FeatureSetId id) {
    return plan(state.featureSet(id).orElseThrow().change().planHash());
  }

  /// The names of the tags that point to that model now.
  public Stream<String> tagsOf(String model) {
    return state.tags().stream()
        .filter(tag -> tag.modelId().filter(id -> id.value().equals(model)).isPresent())
        .map(tag -> tag.name().value());
  }

  private Plan plan(String hash) {
    ObjectKey key = planKey(hash);
    return parse(key, store.read(key)).plan();
  }

  private Publication parse(ObjectKey key, byte[] json) {
    try {
      return Publication.parse(json);
    } catch (InvalidDefinitionException e) {
      throw new CorruptObjectException(
          key,
          store.location(),
          "expected a plan that this version reads but " + e.getMessage(),
          e);
    }
  }
}
