package roundhouse.featureengine.conformance;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;

/// A plan and the whole history that it is asked over: what every backend is given alike.
///
/// The log is the order in which events and asks arrived, over all streams. Within a stream that is
/// the order of positions. Every event of the plan's ask stream is an ask.
///
/// @param name says what is special about it
record Scenario(String name, Plan plan, List<Logged> log) {
  Scenario {
    log = List.copyOf(log);
  }

  /// An event or ask by the names of its fields, so that it outlives a change of the plan. Values
  /// are Boolean, Long (also for instants, in microseconds), Double, String, a list or null.
  record Logged(String stream, Map<String, @Nullable Object> fields) {
    /// A row of the schema, which may have fewer fields.
    ArrayRow row(StreamSchema schema) {
      return ArrayRow.of(schema.fieldNames().stream().<@Nullable Object>map(fields::get).toArray());
    }

    Logged with(String field, @Nullable Object value) {
      Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
      changed.put(field, value);
      return new Logged(stream, changed);
    }

    long longAt(String field) {
      return (Long) Objects.requireNonNull(fields.get(field));
    }
  }

  static Scenario of(String name, Plan plan) {
    return new Scenario(name, plan, List.of());
  }

  /// A plan in its JSON form, on as many lines as one likes.
  static Plan plan(String json) {
    return Plan.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /// One more event or ask.
  ///
  /// @param fields names and values in turn; an Instant stands for its microseconds, an int for a
  ///   long
  Scenario log(String stream, @Nullable Object... fields) {
    Map<String, @Nullable Object> byName = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      byName.put((String) Objects.requireNonNull(fields[i]), cell(fields[i + 1]));
    }
    List<Logged> longer = new ArrayList<>(log);
    longer.add(new Logged(stream, byName));
    return new Scenario(name, plan, longer);
  }

  private static @Nullable Object cell(@Nullable Object value) {
    return switch (value) {
      case Instant instant -> ChronoUnit.MICROS.between(Instant.EPOCH, instant);
      case Integer integer -> integer.longValue();
      case null, default -> value;
    };
  }

  Scenario withLog(List<Logged> other) {
    return new Scenario(name, plan, other);
  }

  Scenario withPlan(Plan other) {
    return new Scenario(name, other, log);
  }

  /// Rows of a stream, in the order of their positions.
  List<ArrayRow> rows(StreamSchema schema) {
    return log.stream()
        .filter(logged -> logged.stream().equals(schema.name()))
        .map(logged -> logged.row(schema))
        .toList();
  }

  /// Rows of each of the plan's streams.
  List<List<ArrayRow>> events() {
    return plan.streams().stream().map(this::rows).toList();
  }

  /// The asks that no backend may refuse, in the order of the log: within their stream's bounds on
  /// time, and each id once.
  List<Logged> asks() {
    StreamSchema schema = plan.askStream();
    Set<@Nullable Object> ids = new HashSet<>();
    return log.stream()
        .filter(logged -> logged.stream().equals(schema.name()))
        .filter(logged -> isInTime(schema, logged))
        .filter(logged -> ids.add(logged.fields().get(schema.id())))
        .toList();
  }

  private static boolean isInTime(StreamSchema schema, Logged logged) {
    long lateness = schema.lateness().dividedBy(ChronoUnit.MICROS.getDuration());
    return Admission.ofTimes(
            logged.longAt(schema.eventTime()), logged.longAt(schema.knownAt()), lateness)
        == Admission.ACCEPTED;
  }

  /// The streams that the plan has, the ask's among them, each once.
  List<StreamSchema> schemas() {
    List<StreamSchema> schemas = new ArrayList<>(List.of(plan.askStream()));
    plan.streams().stream()
        .filter(stream -> !stream.name().equals(plan.askStream().name()))
        .forEach(schemas::add);
    return List.copyOf(schemas);
  }
}
