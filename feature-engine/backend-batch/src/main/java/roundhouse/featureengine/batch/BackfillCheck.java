package roundhouse.featureengine.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.EventSourceManifest.StreamFiles;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.catalogue.SchemaEvolution;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.check.Problem;
import roundhouse.featureengine.language.plan.Plan;

/// Whether a plan can be computed over a source and range, and in which partitions.
final class BackfillCheck {
  private BackfillCheck() {}

  /// Throws [InvalidDefinitionException] with every problem.
  static void check(Plan plan, EventSource source, @Nullable Instant from, @Nullable Instant to) {
    List<Problem> problems = new ArrayList<>();
    Stream.concat(Stream.of(plan.askStream()), plan.streams().stream())
        .forEach(stream -> checkStream(stream, source, problems));
    checkColumns(plan, problems);
    checkRange(plan, source, from, to, problems);
    throwIfAny("Backfill", plan, source, problems);
  }

  /// As [#check], of a plan whose asks are found in answers.
  static void checkServed(
      Plan plan, EventSource source, @Nullable Instant from, @Nullable Instant to) {
    List<Problem> problems = new ArrayList<>();
    plan.streams().forEach(stream -> checkStream(stream, source, problems));
    if (source.manifest().find(plan.askStream().name()).isEmpty()) {
      problems.add(missing(plan.askStream().name(), source));
    }
    checkColumns(plan, problems);
    checkRange(plan, source, from, to, problems);
    throwIfAny("Backfill", plan, source, problems);
  }

  /// As [#check], of a plan's state.
  ///
  /// @param read the streams that features read
  static void checkState(Plan plan, EventSource source, List<StreamSchema> read) {
    List<Problem> problems = new ArrayList<>();
    for (StreamSchema stream : read) {
      checkStream(stream, source, problems);
      source
          .manifest()
          .find(stream.name())
          .ifPresent(files -> checkOrigin(files, source, problems));
    }
    throwIfAny("State", plan, source, problems);
  }

  /// Whoever was served from imported and archived events could not be verified against topics.
  private static void checkOrigin(StreamFiles read, EventSource source, List<Problem> problems) {
    boolean isImported = read.files().stream().anyMatch(file -> file.archived() == null);
    if (read.recorded() != null && isImported) {
      problems.add(
          Problem.of(
              "Source '" + source.manifest().source() + "'",
              "stream '%s' was imported and archived".formatted(read.schema().name()),
              "archived events alone, for what is served from others cannot be computed again",
              "refer to the archive in a source of its own"));
    }
  }

  /// Throws [InvalidDefinitionException] where the engine would not see what the stream saw.
  static void checkEngine(Plan plan, EventSource source, PartitionEngine engine) {
    List<Problem> problems = new ArrayList<>();
    if (!engine.readsRecordedStreams()) {
      Stream.concat(Stream.of(plan.askStream()), plan.streams().stream())
          .map(StreamSchema::name)
          .filter(source::isRecorded)
          .distinct()
          .forEach(
              stream ->
                  problems.add(
                      Problem.of(
                          "Stream '" + stream + "'",
                          "archived from a topic",
                          "an imported stream, for this engine knows no source partitions",
                          "use the batch backend")));
    }
    throwIfAny("Backfill", plan, source, problems);
  }

  private static void throwIfAny(
      String what, Plan plan, EventSource source, List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException(
          "%s of '%s' over source '%s'"
              .formatted(what, plan.reference(), source.manifest().source()),
          problems);
    }
  }

  private static void checkStream(StreamSchema stream, EventSource source, List<Problem> problems) {
    String subject = "Source '" + source.manifest().source() + "'";
    Optional<StreamFiles> files = source.manifest().find(stream.name());
    if (files.isEmpty()) {
      problems.add(missing(stream.name(), source));
      return;
    }
    StreamSchema imported = files.get().schema();
    stream.fields().forEach(field -> checkField(subject, stream, field, imported, problems));
    checkRole(subject, stream, "id", stream.id(), imported.id(), problems);
    checkRole(subject, stream, "eventTime", stream.eventTime(), imported.eventTime(), problems);
    checkRole(subject, stream, "knownAt", stream.knownAt(), imported.knownAt(), problems);
  }

  private static Problem missing(String stream, EventSource source) {
    return Problem.of(
        "Source '" + source.manifest().source() + "'",
        "has no stream '%s' but %s".formatted(stream, source.streamNames()),
        "every stream that the feature set reads",
        "import the stream, or name another source");
  }

  /// The plan's schema may follow the one that was imported: what it has more is null, and what is
  /// wider holds what is there.
  private static void checkField(
      String subject,
      StreamSchema stream,
      FieldSchema field,
      StreamSchema imported,
      List<Problem> problems) {
    Optional<FieldSchema> found = imported.find(field.name());
    boolean fits =
        found
            .map(earlier -> SchemaEvolution.isReadableAs(earlier, field))
            .orElse(field.isNullable());
    if (!fits) {
      problems.add(
          Problem.of(
              subject,
              "stream '%s' has %s"
                  .formatted(
                      stream.name(),
                      found.map(BackfillCheck::text).orElse("no field '" + field.name() + "'")),
              text(field),
              "import the source again with that field, or publish the feature set for this one"));
    }
  }

  private static String text(FieldSchema field) {
    return "field '%s' of type %s%s"
        .formatted(field.name(), field.type().text(), field.isNullable() ? ", nullable" : "");
  }

  private static void checkRole(
      String subject,
      StreamSchema stream,
      String role,
      String wanted,
      String found,
      List<Problem> problems) {
    if (!wanted.equals(found)) {
      problems.add(
          Problem.of(
              subject,
              "stream '%s' has %s '%s'".formatted(stream.name(), role, found),
              "'" + wanted + "'",
              "import the source again, or publish the feature set for this one"));
    }
  }

  private static void checkColumns(Plan plan, List<Problem> problems) {
    Set<String> names = new HashSet<>();
    for (DatasetColumn column : DatasetLayout.of(plan)) {
      if (!names.add(column.name())) {
        problems.add(
            Problem.of(
                "Feature set '" + plan.reference() + "'",
                "column '%s' is there twice".formatted(column.name()),
                "names other than the ask's id, '%s' and each other"
                    .formatted(DatasetLayout.ASK_TIME),
                "rename the feature"));
      }
    }
  }

  private static void checkRange(
      Plan plan,
      EventSource source,
      @Nullable Instant from,
      @Nullable Instant to,
      List<Problem> problems) {
    String range = "%s to %s".formatted(from == null ? "start" : from, to == null ? "end" : to);
    if (from != null && to != null && !from.isBefore(to)) {
      problems.add(
          Problem.of("Range", range, "a start before the end", "exchange or correct the instants"));
      return;
    }
    Optional<StreamFiles> asks = source.manifest().find(plan.askStream().name());
    if (asks.isPresent() && !touches(asks.get(), from, to)) {
      problems.add(
          Problem.of(
              "Range",
              range,
              "asks of stream '%s' in it, which has %s from %s to %s"
                  .formatted(
                      plan.askStream().name(),
                      asks.get().events(),
                      asks.get().firstKnownAt(),
                      asks.get().lastKnownAt()),
              "widen the range"));
    }
  }

  private static boolean touches(StreamFiles asks, @Nullable Instant from, @Nullable Instant to) {
    Instant first = asks.firstKnownAt();
    Instant last = asks.lastKnownAt();
    return first != null
        && last != null
        && (from == null || !last.isBefore(from))
        && (to == null || first.isBefore(to));
  }

  private static Instant firstAsk(Plan plan, EventSource source) {
    return asks(plan, source).map(StreamFiles::firstKnownAt).orElseThrow();
  }

  private static Instant afterLastAsk(Plan plan, EventSource source) {
    return asks(plan, source)
        .map(StreamFiles::lastKnownAt)
        .orElseThrow()
        .plus(InstantRange.MICROSECOND);
  }

  private static Optional<StreamFiles> asks(Plan plan, EventSource source) {
    return source.manifest().find(plan.askStream().name());
  }

  /// The partitions of a range that passed the check, cut to where there are asks.
  static List<PartitionRange> partitions(
      Plan plan,
      EventSource source,
      @Nullable Instant from,
      @Nullable Instant to,
      PartitionUnit unit) {
    Instant first = firstAsk(plan, source);
    Instant start = from != null && from.isAfter(first) ? from : first;
    Instant afterLast = afterLastAsk(plan, source);
    Instant end = to != null && to.isBefore(afterLast) ? to : afterLast;
    return unit.cut(start, end);
  }
}
