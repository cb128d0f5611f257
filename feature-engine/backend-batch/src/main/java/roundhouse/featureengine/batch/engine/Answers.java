package roundhouse.featureengine.batch.engine;

import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;

/// Brings the answers of all entities to the rows that asked: each answer goes to the block of its
/// row, in logs of the thread that computed it. A record is the row's place in the block, then the
/// answer's words.
final class Answers {
  private final Program program;
  private final WordLog[][][] logs;
  private final long[] nothing;

  Answers(Program program, int blocks, List<WordShare> shares) {
    this.program = program;
    List<EntityKind> kinds = program.entities();
    logs = new WordLog[kinds.size()][shares.size()][blocks];
    for (EntityKind kind : kinds) {
      for (int thread = 0; thread < shares.size(); thread++) {
        WordLog[] byBlock = logs[kind.index()][thread];
        for (int block = 0; block < blocks; block++) {
          byBlock[block] = shares.get(thread).newLog(1 + kind.outputs().width());
        }
      }
    }
    nothing = new long[program.outputWords()];
    kinds.forEach(kind -> program.nothing(kind.index(), nothing, kind.outputAt()));
  }

  /// The logs of one thread's answers, by block.
  WordLog[] logs(int entity, int thread) {
    return logs[entity][thread];
  }

  /// Puts the answers of a block's rows, row after row, and gives back its memory.
  ///
  /// @param records reused from block to block, one for each entity kind
  void gather(int block, long blockRows, List<Records> records, long[] outputs) {
    int width = nothing.length;
    for (int at = 0; at < blockRows * width; at += width) {
      System.arraycopy(nothing, 0, outputs, at, width);
    }
    for (EntityKind kind : program.entities()) {
      gather(kind, block, records.get(kind.index()), outputs);
    }
  }

  private void gather(EntityKind kind, int block, Records records, long[] outputs) {
    List<WordLog.Part> parts = new ArrayList<>();
    for (WordLog[] byBlock : logs[kind.index()]) {
      WordLog log = byBlock[block];
      parts.add(new WordLog.Part(log, 0, 0, log.size()));
    }
    records.load(parts);
    parts.forEach(part -> part.log().release());
    scatter(records, kind.outputAt(), outputs, nothing.length);
  }

  private static void scatter(Records records, int outputAt, long[] outputs, int rowWords) {
    long[] words = records.words();
    int width = records.width();
    int end = records.count() * width;
    for (int at = 0; at < end; at += width) {
      int target = (int) words[at] * rowWords + outputAt;
      System.arraycopy(words, at + 1, outputs, target, width - 1);
    }
  }

  List<Records> newRecords() {
    return program.entities().stream()
        .map(kind -> new Records(1 + kind.outputs().width()))
        .toList();
  }
}
