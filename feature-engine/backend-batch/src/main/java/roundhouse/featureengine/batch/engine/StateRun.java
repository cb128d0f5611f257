package roundhouse.featureengine.batch.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.WordCodec;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.language.state.Bytes;
import roundhouse.featureengine.language.state.EntityState;
import roundhouse.featureengine.language.state.StateFileWriter;

/// Folds the events known before an instant and writes the state of every entity that features ask
/// about: the stages of [EngineRun] up to the folds, without asks.
public final class StateRun {
  private static final double MOST = 0.9;

  private final Program program;
  private final long knownBefore;
  private final Path folder;
  private final List<Task> tasks = new ArrayList<>();

  private StateRun(Program program, long knownBefore, Path folder) {
    this.program = program;
    this.knownBefore = knownBefore;
    this.folder = folder;
  }

  private record Task(EntityShuffle shuffle, int bucket) {}

  /// A file and how many entities it has.
  public record Written(Path file, long entities) {}

  /// Writes a state file for each bucket of entities.
  ///
  /// @param knownBefore in microseconds
  /// @param folder gets the files; no others may be there
  /// @return the files, in no order that matters
  public static List<Written> run(
      Program program,
      EventInput input,
      long knownBefore,
      EngineOptions options,
      Path folder,
      EngineListener listener) {
    return new StateRun(program, knownBefore, folder).run(input, options, listener);
  }

  private List<Written> run(EventInput input, EngineOptions options, EngineListener listener) {
    InstantRange noAsks = new InstantRange(knownBefore, knownBefore);
    Passes passes = new Passes(List.of(program), noAsks, input);
    Crew crew = new Crew(options.threads());
    Progress progress = new Progress(listener, 2);
    LogMemory memory = new LogMemory(options.memoryBytes());
    try (Shares records = Shares.of(memory, options, MOST)) {
      boolean packs = PlanRun.plainBytes(program, passes) > MOST * options.memoryBytes();
      PlanRun plan = new PlanRun(program, passes, packs, records.all());
      new MapStage(passes, List.of(plan), noAsks).run(crew, progress);
      addTasks(plan);
      return write(crew, plan.pool(), progress.part(tasks.size()));
    }
  }

  /// Outcomes of labels are nothing that a stream answers.
  private void addTasks(PlanRun plan) {
    for (EntityShuffle shuffle : plan.shuffles()) {
      if (shuffle.kind().label().isEmpty()) {
        for (int bucket = 0; bucket < shuffle.buckets(); bucket++) {
          tasks.add(new Task(shuffle, bucket));
        }
      }
    }
  }

  private List<Written> write(Crew crew, ValuePool pool, Progress.Part part) {
    Written[] written = new Written[tasks.size()];
    crew.run(
        tasks.size(),
        _ ->
            task -> {
              written[task] = write(tasks.get(task), pool);
              part.advance();
            });
    return List.of(written);
  }

  private Path file(Task task) {
    return folder.resolve("%d-%05d.state".formatted(task.shuffle().kind().index(), task.bucket()));
  }

  private Written write(Task task, ValuePool pool) {
    EntityFold fold = program.newFold(task.shuffle().kind().index(), pool);
    EntityFeeds feeds = new EntityFeeds(task.shuffle(), fold);
    KeyTable keys = new KeyTable(task.shuffle().keyWords());
    feeds.load(task.bucket());
    task.shuffle().release(task.bucket());
    feeds.addKeys(keys);
    feeds.group(keys);
    Path file = file(task);
    try (StateFileWriter writer = new StateFileWriter(Files.newOutputStream(file))) {
      WordCodec codec = WordCodec.of(task.shuffle().kind().keys(), pool);
      for (int entity = 0; entity < keys.size(); entity++) {
        feeds.begin(entity);
        feeds.applyBefore(knownBefore);
        fold.expire(knownBefore - 1);
        if (!fold.isEmpty()) {
          Bytes key = key(codec, keys, entity * task.shuffle().keyWords());
          writer.write(EntityState.of(task.shuffle().kind().index(), key, fold));
        }
      }
      return new Written(file, writer.entities());
    } catch (IOException e) {
      throw new UncheckedIOException("State file '%s': cannot be written".formatted(file), e);
    }
  }

  private static Bytes key(WordCodec codec, KeyTable keys, int at) {
    ByteWriter bytes = new ByteWriter();
    codec.write(keys.keys(), at, bytes);
    return Bytes.of(bytes.toBytes());
  }
}
