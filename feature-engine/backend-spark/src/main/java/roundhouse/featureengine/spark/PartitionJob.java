package roundhouse.featureengine.spark;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;
import roundhouse.storage.CorruptObjectException;

/// What every task of a partition's job is told. Tasks get the plan by its bytes and the source by
/// its name and digest: no class of a user travels, and all tasks read the same files.
///
/// @param store which every executor must reach
/// @param sourceSha256 digest of the source's manifest
/// @param planJson the plan's canonical form
/// @param planHash its digest
record PartitionJob(
    StoreAddress store, String source, String sourceSha256, String planJson, String planHash)
    implements Serializable {
  /// Opened and compiled once an executor: a file is verified once, not once a task.
  private static final ConcurrentHashMap<String, EventSource> SOURCES = new ConcurrentHashMap<>();

  private static final ConcurrentHashMap<String, Program> PROGRAMS = new ConcurrentHashMap<>();

  static PartitionJob of(StoreAddress store, Plan plan, EventSource source) {
    return new PartitionJob(
        store,
        source.manifest().source(),
        source.sha256(),
        new String(plan.toJson(), StandardCharsets.UTF_8),
        plan.hash());
  }

  Program program() {
    return PROGRAMS.computeIfAbsent(
        planHash, _ -> Program.of(Plan.parse(planJson.getBytes(StandardCharsets.UTF_8))));
  }

  EventSource openSource() {
    return SOURCES.computeIfAbsent(store + " " + sourceSha256, _ -> open());
  }

  private EventSource open() {
    EventSource opened = EventSource.open(store.open(), source);
    if (!opened.sha256().equals(sourceSha256)) {
      throw new CorruptObjectException(
          EventSource.manifestKey(source),
          store.location(),
          "expected sha256 %s but found %s".formatted(sourceSha256, opened.sha256()),
          null);
    }
    return opened;
  }
}
