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
  private final RecordLog[][][] logs;
  private final long[] nothing;

  Answers(Program program, int blocks, boolean packs, List<LogShare> shares) {
    var form = packs ? RecordPacking.Form.PACKED : RecordPacking.Form.PLAIN;
    this.program = program;
    List<EntityKind> kinds = program.entities();
    logs = new RecordLog[kinds.size()][shares.size()][blocks];
    for (EntityKind kind : kinds) {
      RecordPacking packing = new RecordPacking(width(kind), form);
      for (int thread = 0; thread < shares.size(); thread++) {
        RecordLog[] byBlock = logs[kind.index()][thread];
        for (int block = 0; block < blocks; block++) {
          byBlock[block] = shares.get(thread).newLog(packing);
          byBlock[block].mark(0);
        }
      }
    }
    nothing = new long[program.outputWords()];
    kinds.forEach(kind -> program.nothing(kind.index(), nothing, kind.outputAt()));
  }

  /// Of a record, in words.
  static int width(EntityKind kind) {
    return 1 + kind.outputs().width();
  }

  /// The logs of one thread's answers, by block.
  RecordLog[] logs(int entity, int thread) {
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
    List<RecordLog.Part> parts = new ArrayList<>();
    for (RecordLog[] byBlock : logs[kind.index()]) {
      parts.addAll(byBlock[block].parts());
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
    return program.entities().stream().map(kind -> new Records(width(kind))).toList();
  }
}
