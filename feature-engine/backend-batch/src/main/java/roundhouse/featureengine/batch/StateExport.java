package roundhouse.featureengine.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import roundhouse.featureengine.batch.archive.ArchiveLayout;
import roundhouse.featureengine.batch.archive.VisibleOrder;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.engine.StateRun;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.ManifestJson;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.EventSourceManifest.StreamFiles;
import roundhouse.featureengine.batch.source.RecentIds;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.language.state.Bytes;
import roundhouse.featureengine.language.state.EntityState;
import roundhouse.featureengine.language.state.EntityState.Section;
import roundhouse.featureengine.language.state.StateFileWriter;
import roundhouse.featureengine.language.state.StateManifest;
import roundhouse.featureengine.language.state.StateManifest.Position;
import roundhouse.featureengine.language.state.StateManifest.StateFile;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Emits the state of all entities of a plan once every event of a source that was known before an
/// instant is applied: what a stream application of the plan starts from.
///
/// Files first, then the manifest by put-if-absent: a state is there whole or not at all, and an
/// equal request finds it. Safe for use by many threads.
public final class StateExport {
  private final ObjectStore store;
  private final Program program;
  private final EventSource source;
  private final Instant knownBefore;

  private StateExport(ObjectStore store, Program program, EventSource source, Instant knownBefore) {
    this.store = store;
    this.program = program;
    this.source = source;
    this.knownBefore = knownBefore;
  }

  /// State of everything in the source that features read, which ends where the last event does.
  /// Throws as [#of].
  public static StateExport ofAll(ObjectStore store, Plan plan, EventSource source) {
    check(plan, source);
    Instant last =
        files(plan, source)
            .flatMap(files -> Optional.ofNullable(files.lastKnownAt()).stream())
            .max(Comparator.naturalOrder())
            .orElse(Instant.EPOCH);
    return new StateExport(store, Program.of(plan), source, last.plus(InstantRange.MICROSECOND));
  }

  private static void check(Plan plan, EventSource source) {
    BackfillCheck.checkState(plan, source, streamsRead(Program.of(plan)));
  }

  private static Stream<StreamFiles> files(Plan plan, EventSource source) {
    return streamsRead(Program.of(plan)).stream()
        .flatMap(stream -> source.manifest().find(stream.name()).stream());
  }

  /// Those that features read: outcomes of labels are nothing that a stream answers.
  private static List<StreamSchema> streamsRead(Program program) {
    return program.entities().stream()
        .filter(kind -> kind.label().isEmpty())
        .flatMap(kind -> kind.feeds().stream())
        .map(EntityKind.Feed::stream)
        .distinct()
        .sorted()
        .map(program.plan().streams()::get)
        .toList();
  }

  /// Throws [IncompleteSourceException] where the source is not complete up to the instant. Of an
  /// archive it need not be: the state says in each partition where to go on. Throws
  /// [InvalidDefinitionException] with everything else for which there is no state of the plan: a
  /// stream of features that the source lacks, or has imported events of besides archived ones.
  /// Streams that only labels read need not be there.
  public static StateExport of(
      ObjectStore store, Plan plan, EventSource source, Instant knownBefore) {
    check(plan, source);
    Instant complete = source.manifest().completeThrough();
    boolean isAllRecorded = files(plan, source).allMatch(files -> files.recorded() != null);
    if (!isAllRecorded && knownBefore.isAfter(complete.plus(InstantRange.MICROSECOND))) {
      throw new IncompleteSourceException(
          "State of '%s' known before %s: source '%s' is complete through %s; emit the state as of that instant, or import what is missing"
              .formatted(plan.reference(), knownBefore, source.manifest().source(), complete));
    }
    return new StateExport(store, Program.of(plan), source, knownBefore);
  }

  /// Where the state lies: derived from plan, source and instant.
  public ObjectKey directory() {
    String identity = "%s %s %s".formatted(program.plan().hash(), source.sha256(), knownBefore);
    return ObjectKey.of(
        "states/%s-v%d-%s"
            .formatted(
                program.plan().name(),
                program.plan().version(),
                Digests.sha256Hex(identity).substring(0, 16)));
  }

  public ObjectKey manifestKey() {
    return manifestKey(directory());
  }

  private static ObjectKey manifestKey(ObjectKey directory) {
    return directory.resolve("manifest.json");
  }

  /// The state that was emitted to a folder. Throws [IllegalArgumentException] where there is none.
  public static StateManifest read(ObjectStore store, ObjectKey directory) {
    return find(store, directory)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "State '%s': not in %s; expected the folder of a state that was emitted; correct it, or emit the state"
                        .formatted(directory.value(), store.location())));
  }

  /// Writes the state, or returns what an earlier call wrote.
  public StateManifest run(EngineOptions options, PartitionListener listener) {
    Optional<StateManifest> earlier = find();
    if (earlier.isPresent()) {
      return earlier.get();
    }
    try (ScratchFolder scratch = ScratchFolder.in(options.scratch());
        SourceInput input = new SourceInput(source, program.plan().askStream(), options.scratch());
        ScratchFolder ids = ScratchFolder.in(options.scratch())) {
      long before = Micros.nearest(knownBefore);
      List<StateRun.Written> entities =
          StateRun.run(program, input, before, options, scratch.path(), listener::advanced);
      StateManifest manifest =
          new StateManifest(
              StateManifest.FORMAT,
              program.plan().hash(),
              knownBefore,
              positions(),
              put("entities", entities),
              put("ids", writeIds(ids)));
      // A concurrent writer's state is as good.
      store.putIfAbsent(manifestKey(), ManifestJson.write(manifest));
    }
    return find().orElseThrow();
  }

  private Optional<StateManifest> find() {
    return find(store, directory());
  }

  private static Optional<StateManifest> find(ObjectStore store, ObjectKey directory) {
    ObjectKey key = manifestKey(directory);
    return store
        .find(key)
        .map(json -> ManifestJson.parse(key, store.location(), json, StateManifest.class));
  }

  private List<Position> positions() {
    return streamsRead(program).stream()
        .flatMap(stream -> SourcePositions.of(source, stream, knownBefore).stream())
        .toList();
  }

  private List<StateFile> put(String part, List<StateRun.Written> files) {
    return files.stream().map(file -> put(part, file)).toList();
  }

  private StateFile put(String part, StateRun.Written written) {
    Path file = written.file();
    String sha256 = Digests.sha256Hex(file);
    ObjectKey key =
        directory()
            .resolve(
                "%s-%s-%s"
                    .formatted(part, sha256.substring(0, 16), String.valueOf(file.getFileName())));
    store.putOnce(key, file);
    return new StateFile(key.value(), store.size(key).orElseThrow(), sha256, written.entities());
  }

  private List<StateRun.Written> writeIds(ScratchFolder folder) {
    List<StateRun.Written> files = new ArrayList<>();
    for (StreamSchema schema : streamsRead(program)) {
      int stream = program.plan().streams().indexOf(schema);
      Path file = folder.file(stream + ".state");
      try (StateFileWriter writer = new StateFileWriter(Files.newOutputStream(file))) {
        writeIds(stream, schema, writer);
        files.add(new StateRun.Written(file, writer.entities()));
      } catch (IOException e) {
        throw new UncheckedIOException("State file '%s': cannot be written".formatted(file), e);
      }
    }
    return files;
  }

  /// The ids of accepted events that a copy could still follow.
  private void writeIds(int stream, StreamSchema schema, StateFileWriter writer)
      throws IOException {
    long before = Micros.nearest(knownBefore);
    InstantRange kept = new InstantRange(before, before).startingEarlier(schema.lateness());
    InstantRange read = kept.startingEarlier(schema.lateness());
    FieldSchema id = schema.find(schema.id()).orElseThrow();
    RecentIds recent = new RecentIds(schema.lateness());
    VisibleOrder order = new VisibleOrder(schema.name());
    long lateness = Micros.of(schema.lateness());
    boolean isRecorded = source.isRecorded(schema.name());
    List<String> fields = new ArrayList<>();
    fields.addAll(List.of(schema.id(), schema.eventTime(), schema.knownAt()));
    if (isRecorded) {
      fields.addAll(List.of(ArchiveLayout.VISIBLE_AT, ArchiveLayout.PARTITION));
    }
    try (Rows rows = source.read(schema, fields, read)) {
      while (rows.next()) {
        long knownAt = rows.longAt(2);
        long visibleAt = isRecorded ? rows.longAt(3) : knownAt;
        if (isRecorded && order.isNextPartition(rows, 4, visibleAt, knownAt)) {
          recent = new RecentIds(schema.lateness());
        }
        boolean isFirst =
            Admission.ofTimes(rows.longAt(1), knownAt, lateness) == Admission.ACCEPTED
                && recent.add(id(id, rows), visibleAt);
        if (isFirst && kept.contains(visibleAt)) {
          writer.write(seen(stream, id, rows, visibleAt));
        }
      }
    }
  }

  private static Object id(FieldSchema id, Rows rows) {
    return id.type().equals(ValueType.STRING) ? rows.stringAt(0) : (Object) rows.longAt(0);
  }

  private static EntityState seen(int stream, FieldSchema id, Rows rows, long knownAt) {
    ByteWriter key = new ByteWriter();
    if (id.type().equals(ValueType.STRING)) {
      key.putText(rows.stringAt(0));
    } else {
      key.putLong(rows.longAt(0));
    }
    ByteWriter time = new ByteWriter();
    time.putFixed(knownAt);
    return new EntityState(
        stream, Bytes.of(key.toBytes()), List.of(new Section(0, Bytes.of(time.toBytes()))));
  }
}
