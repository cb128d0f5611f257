package roundhouse.scoring.server;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import roundhouse.scoring.decision.ModelArtefact;
import roundhouse.scoring.registry.Change;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.DatasetId;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.ModelId;
import roundhouse.scoring.registry.Registry;
import roundhouse.scoring.registry.TagName;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The rest of the platform as a scorer sees it: a store on disk that models and tag moves appear
/// in.
public final class Platform implements AutoCloseable {
  private final Path folder;
  private final ObjectStore store;
  private final Registry registry;
  private final AtomicLong commands = new AtomicLong();

  public Platform(Path folder) {
    this.folder = folder;
    this.store = ObjectStores.onDisk(folder);
    this.registry = Registry.open(store);
  }

  public Path folder() {
    return folder;
  }

  public ObjectStore store() {
    return store;
  }

  public Platform declare(String... tags) {
    for (String tag : tags) {
      append(new Change.TagDeclared(TagName.of(tag), JsonMapper.shared().createObjectNode()));
    }
    return this;
  }

  /// Stores and registers a model whose United flights score that margin.
  public Platform register(String modelId, float united) {
    ModelArtefact artefact = new SmallModel(modelId, united).artefact();
    artefact.files().forEach((name, bytes) -> store.putOnce(file(modelId, name), bytes));
    return registerAs(modelId, modelId, artefact.manifestSha256());
  }

  /// Registers a model that is not there.
  public Platform registerWithoutFiles(String modelId) {
    return registerAs(modelId, modelId, "0".repeat(64));
  }

  /// Moves tags to a model in one entry, and returns their revision.
  public long move(String modelId, String... tags) {
    return moveTogether(
        Stream.of(tags).collect(Collectors.toMap(Function.identity(), _ -> modelId)));
  }

  /// Moves each tag to its model in one entry, and returns their revision.
  public long moveTogether(Map<String, String> modelIds) {
    List<Change.Move> moves =
        modelIds.entrySet().stream()
            .map(
                move ->
                    new Change.Move(
                        TagName.of(move.getKey()),
                        revision(TagName.of(move.getKey())),
                        ModelId.of(move.getValue())))
            .toList();
    return append(new Change.TagsMoved(moves));
  }

  /// Puts what a newer version of the platform might put.
  public void appendUnknownKind() {
    long head = registry.state().head();
    byte[] last = store.read(logKey(head));
    ObjectNode entry = (ObjectNode) JsonMapper.shared().readTree(last);
    entry.put("number", head + 1).put("predecessor", Digests.sha256Hex(last)).put("command", "n");
    ((ObjectNode) entry.get("change")).put("kind", "tag-split");
    store.putIfAbsent(logKey(head + 1), JsonMapper.shared().writeValueAsBytes(entry));
  }

  private static ObjectKey logKey(long number) {
    return ObjectKey.of("registry/log/%020d.json".formatted(number));
  }

  public static ObjectKey file(String modelId, String name) {
    return ObjectKey.of("models/" + modelId).resolve(name);
  }

  private long revision(TagName tag) {
    return registry.state().tag(tag).orElseThrow().revision();
  }

  /// Registers a model whose files are another's.
  public Platform registerAs(String filesOf, String modelId, String manifestSha256) {
    Instant time = Instant.parse("2013-10-01T00:00:00Z");
    append(
        new Change.ModelRegistered(
            ModelId.of(modelId),
            "late-arrival",
            "flights",
            "training-of-" + modelId,
            "python",
            FeatureSetId.parse("late-arrival@1"),
            DatasetId.of("late-arrival-v1-0123456789abcdef"),
            "a".repeat(64),
            "late",
            time,
            time,
            time,
            time,
            time,
            "exact",
            "models/" + filesOf,
            manifestSha256));
    return this;
  }

  private long append(Change change) {
    return registry
        .append(CommandId.of("test", "step-" + commands.incrementAndGet()), change)
        .orThrow();
  }

  @Override
  public void close() {
    store.close();
  }
}
