package roundhouse.featureengine.batch.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.RowGroup;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.program.Program;

/// Which row groups of which streams a run reads: each stream once, for all programs.
final class Passes {
  private final Map<String, Pass> byStream = new LinkedHashMap<>();
  private final Pass ofAsks;

  Passes(List<Program> programs, InstantRange asks, EventInput input) {
    Map<String, List<StreamUse>> uses = new LinkedHashMap<>();
    for (int program = 0; program < programs.size(); program++) {
      for (StreamUse use : StreamUse.of(program, programs.get(program), asks, input)) {
        uses.computeIfAbsent(use.schema().name(), _ -> new ArrayList<>()).add(use);
      }
    }
    uses.forEach((stream, each) -> byStream.put(stream, Pass.of(each, input)));
    ofAsks = of(programs.getFirst().plan().askStream());
  }

  /// One stream's.
  ///
  /// @param columns what any use reads
  /// @param groups in the order of the stream
  record Pass(List<StreamUse> uses, List<String> columns, List<RowGroup> groups) {
    Pass {
      uses = List.copyOf(uses);
      columns = List.copyOf(columns);
      groups = List.copyOf(groups);
    }

    static Pass of(List<StreamUse> uses, EventInput input) {
      List<String> columns =
          uses.stream().flatMap(use -> use.columnNames().stream()).distinct().toList();
      InstantRange range =
          uses.stream().map(StreamUse::rangeRead).reduce(Pass::covering).orElseThrow();
      return new Pass(uses, columns, input.rowGroups(uses.getFirst().schema(), range));
    }

    private static InstantRange covering(InstantRange one, InstantRange other) {
      return new InstantRange(
          Math.min(one.fromMicros(), other.fromMicros()),
          Math.max(one.toMicros(), other.toMicros()));
    }

    long rows() {
      return groups.stream().mapToLong(RowGroup::rows).sum();
    }
  }

  List<Pass> all() {
    return List.copyOf(byStream.values());
  }

  Pass of(StreamSchema stream) {
    Pass pass = byStream.get(stream.name());
    if (pass == null) {
      throw new IllegalArgumentException(
          "Stream '%s': expected one of %s".formatted(stream.name(), byStream.keySet()));
    }
    return pass;
  }

  Pass ofAsks() {
    return ofAsks;
  }
}
