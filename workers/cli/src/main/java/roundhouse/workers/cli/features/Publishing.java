package roundhouse.workers.cli.features;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.catalogue.SchemaEvolution;
import roundhouse.featureengine.language.check.Problem;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.plan.Publication;
import roundhouse.scoring.registry.Change;
import roundhouse.scoring.registry.Change.FeatureSetDocumented;
import roundhouse.scoring.registry.Change.FeatureSetPublished;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectStore;
import roundhouse.workers.cli.platform.Refusals;
import roundhouse.workers.cli.platform.RefusedException;

/// Publishes feature sets. The same publication again changes nothing.
public final class Publishing {
  private final ObjectStore store;
  private final Registry registry;

  public Publishing(ObjectStore store, Registry registry) {
    this.store = store;
    this.registry = registry;
  }

  /// Puts plan and publication into the store, then enters them in the registry. Returns the entry
  /// by which the version exists.
  ///
  /// @throws RefusedException if the version exists with another plan, or a stream's schema may not
  ///   follow that of an earlier publication
  public long publish(Publication publication) {
    Plan plan = publication.plan();
    FeatureSetId id = FeatureSetId.parse(plan.reference());
    requireCompatible(publication, new FeatureSets(store, registry.state()));
    store.putOnce(FeatureSets.planKey(plan.hash()), plan.toJson());
    CommandId command = CommandId.of("publish/%s/%s".formatted(id, plan.hash()));
    long entry = append(command, new FeatureSetPublished(id, plan.hash()));
    if (!publication.streams().isEmpty()) {
      document(id, publication);
    }
    return entry;
  }

  private void document(FeatureSetId id, Publication publication) {
    byte[] json = publication.toJson();
    String sha256 = Digests.sha256Hex(json);
    store.putOnce(FeatureSets.publicationKey(sha256), json);
    long before = registry.state().documentation(id).map(told -> told.entry()).orElse(0L);
    // What was told before is part of the command's id: going back to it is a new wish.
    CommandId command = CommandId.of("cli/document/%s/%d/%s".formatted(id, before, sha256));
    append(command, new FeatureSetDocumented(id, sha256));
  }

  private long append(CommandId command, Change change) {
    return Refusals.orThrow(registry.append(command, change));
  }

  private static void requireCompatible(Publication publication, FeatureSets published) {
    if (published.has(publication)) {
      return; // It was compatible when it came; what came later was judged against it.
    }
    Map<String, Problem> problems = new LinkedHashMap<>();
    for (FeatureSetId id : published.ids()) {
      for (Problem problem : problems(published.publication(id), publication)) {
        problems.putIfAbsent(
            problem.toString(),
            new Problem(
                problem.subject(),
                "published with " + id,
                problem.value(),
                problem.expectation(),
                problem.remedy()));
      }
    }
    Refusals.throwIfAny(problems.values());
  }

  /// What is wrong with the streams that both read.
  private static List<Problem> problems(Publication earlier, Publication later) {
    List<Problem> problems = new ArrayList<>();
    for (StreamSchema schema : schemas(later)) {
      schemas(earlier).stream()
          .filter(before -> before.name().equals(schema.name()))
          .findFirst()
          .ifPresent(
              before ->
                  problems.addAll(
                      areWhole(earlier, later)
                          ? SchemaEvolution.problemsOf(before, schema)
                          : SchemaEvolution.problemsOfShared(before, schema)));
    }
    return problems;
  }

  private static boolean areWhole(Publication earlier, Publication later) {
    return !earlier.streams().isEmpty() && !later.streams().isEmpty();
  }

  private static List<StreamSchema> schemas(Publication publication) {
    Plan plan = publication.plan();
    return publication.streams().isEmpty()
        ? Stream.concat(Stream.of(plan.askStream()), plan.streams().stream()).toList()
        : publication.streams();
  }
}
