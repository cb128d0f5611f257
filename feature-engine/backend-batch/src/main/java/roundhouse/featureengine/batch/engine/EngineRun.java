package roundhouse.featureengine.batch.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.program.Program;

/// Computes the rows of a range of asks for one or several programs, in one pass over their events.
///
/// ```
/// row groups  --MapStage-->  records, by entity  --FoldStage-->  answers, by row  --WriteStage-->  tables
///                            (EntityShuffle)                     (Answers)
/// ```
///
/// All threads work on a stage, each on the next task that nobody has taken, and the next stage
/// begins when it is done. What passes between stages lies in logs of records; they are packed
/// where they would not fit into the stated memory, and what is past it goes to scratch files. An
/// ask's place among the asks says where its answer goes, so neither threads nor buckets nor memory
/// have any bearing on the result.
public final class EngineRun {
  /// What records may take of the memory: answers take what they leave, more and more.
  private static final double MOST = 0.7;

  private final List<EngineOutput> outputs;
  private final Passes passes;
  private final InstantRange asks;
  private final EngineOptions options;
  private final Crew crew;
  private final Progress progress;

  private EngineRun(
      List<EngineOutput> outputs,
      EventInput input,
      InstantRange asks,
      EngineOptions options,
      EngineListener listener) {
    this.outputs = List.copyOf(outputs);
    this.asks = asks;
    this.options = options;
    passes = new Passes(programs(), asks, input);
    crew = new Crew(options.threads());
    progress = new Progress(listener, 2 + outputs.size());
  }

  private List<Program> programs() {
    return outputs.stream().map(EngineOutput::program).toList();
  }

  /// Writes a table for each output.
  ///
  /// @param outputs whose programs are asked by one stream
  /// @param asks the range of their knownAt
  /// @return what was written, in the order of `outputs`
  /// @throws ScratchException if the scratch folder is full
  public static List<EngineResult> run(
      List<EngineOutput> outputs,
      EventInput input,
      InstantRange asks,
      EngineOptions options,
      EngineListener listener) {
    return new EngineRun(outputs, input, asks, options, listener).run();
  }

  /// Which events a run for a program would read, by their knownAt: its rows depend on no other.
  public static Map<StreamSchema, InstantRange> rangesRead(
      Program program, EventInput input, InstantRange asks) {
    Map<StreamSchema, InstantRange> ranges = new LinkedHashMap<>();
    for (StreamUse use : StreamUse.of(0, program, asks, input)) {
      ranges.put(use.schema(), use.rangeRead());
    }
    return ranges;
  }

  private List<EngineResult> run() {
    long plainBytes = programs().stream().mapToLong(each -> PlanRun.plainBytes(each, passes)).sum();
    boolean packs = plainBytes > options.memoryBytes();
    LogMemory memory = new LogMemory(options.memoryBytes());
    try (Shares records = Shares.of(memory, options, MOST);
        Shares answered = Shares.besides(records, memory, options)) {
      List<PlanRun> plans =
          programs().stream().map(each -> new PlanRun(each, passes, packs, records.all())).toList();
      new MapStage(passes, plans, asks).run(crew, progress);
      WriteStage writing = new WriteStage(outputs, passes, plans);
      List<Answers> answers = new ArrayList<>();
      for (PlanRun plan : plans) {
        answers.add(plan.newAnswers(writing.tasks(), answered.all()));
        new FoldStage(plan, answers.getLast(), options.threads()).run(crew, progress);
      }
      List<TableWriter> writers = write(writing, answers);
      return results(writers, plans, records.spilledBytes() + answered.spilledBytes());
    }
  }

  private List<TableWriter> write(WriteStage writing, List<Answers> answers) {
    List<TableWriter> writers = new ArrayList<>();
    try {
      outputs.forEach(output -> writers.add(new TableWriter(output)));
      writing.run(crew, answers, writers, progress);
      return writers;
    } finally {
      writers.forEach(TableWriter::close);
    }
  }

  private static List<EngineResult> results(
      List<TableWriter> writers, List<PlanRun> plans, long spilledBytes) {
    List<EngineResult> results = new ArrayList<>();
    for (int i = 0; i < writers.size(); i++) {
      results.add(writers.get(i).result(plans.get(i).refused(), spilledBytes));
    }
    return List.copyOf(results);
  }
}
