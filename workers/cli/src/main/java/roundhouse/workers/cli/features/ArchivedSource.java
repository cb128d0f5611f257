package roundhouse.workers.cli.features;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.workers.cli.platform.Checkout;
import roundhouse.workers.cli.platform.JavaProgram;
import roundhouse.workers.cli.platform.RefusedException;
import roundhouse.workers.cli.terminal.Numbers;
import roundhouse.workers.cli.terminal.Table;
import tools.jackson.databind.json.JsonMapper;

/// A source of archived topics, made by the feature server's own program for it.
///
/// @param completeThrough every event known before it is in the source
public record ArchivedSource(String source, Instant completeThrough, List<Stream> streams) {
  private static final JavaProgram PROGRAM =
      new JavaProgram("workers/features", "roundhouse.workers.features.ArchiveReference", "1g");

  public ArchivedSource {
    streams = List.copyOf(streams);
  }

  /// A stream of it.
  ///
  /// @param knownThrough greatest knownAt of its events, null where there is none
  public record Stream(
      String stream, String topic, int partitions, long events, @Nullable Instant knownThrough) {}

  /// Runs the program; refuses where the archives cannot be referred to.
  ///
  /// @param source name of the source
  /// @param arguments the program's
  public static ArchivedSource refer(Checkout checkout, String source, List<String> arguments) {
    JavaProgram.Ended ended = PROGRAM.runToEnd(checkout, arguments);
    if (ended.status() != 0) {
      throw RefusedException.of(
          "Source", source, "archives that can be referred to", ended.output().strip());
    }
    return parse(ended.report());
  }

  static ArchivedSource parse(String report) {
    return JsonMapper.shared().readValue(report, ArchivedSource.class);
  }

  /// For a person.
  public List<String> lines() {
    Table table = Table.of("stream", "topic", ">partitions", ">events", "known through");
    for (Stream each : streams) {
      Instant through = each.knownThrough();
      table.row(
          each.stream(),
          each.topic(),
          each.partitions(),
          Numbers.count(each.events()),
          through == null ? "-" : through);
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.add("");
    lines.add("Source %s: complete through %s".formatted(source, completeThrough));
    lines.add("Use it with: roundhouse backfill or emit-state, --source " + source);
    return lines;
  }
}
