package roundhouse.featureengine.conformance;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;

/// A plan and the whole history that it is asked over: what every backend is given alike.
///
/// The log is the order in which events and asks arrived, over all streams. An event's offset is
/// its place among those of its stream and source partition. Every event of the plan's ask stream
/// is an ask.
///
/// @param name says what is special about it
record Scenario(String name, Plan plan, Visibility visibility, List<Logged> log) {
  Scenario {
    log = List.copyOf(log);
  }

  /// Which events an ask sees.
  enum Visibility {
    /// Those that were known before it, less the plan's lag.
    AS_KNOWN,
    /// Those that were logged before it.
    AS_SERVED
  }

  /// An event or ask by the names of its fields, so that it outlives a change of the plan. Values
  /// are Boolean, Long (also for instants, in microseconds, and decimals, unscaled), Double,
  /// String, ListValue or null.
  ///
  /// @param partition of its stream's source
  record Logged(String stream, int partition, Map<String, @Nullable Object> fields) {
    /// A row of the schema, which may have fewer fields.
    ArrayRow row(StreamSchema schema) {
      return ArrayRow.of(schema.fieldNames().stream().<@Nullable Object>map(fields::get).toArray());
    }

    Logged with(String field, @Nullable Object value) {
      Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
      changed.put(field, value);
      return new Logged(stream, partition, changed);
    }

    Logged without(String field) {
      Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
      changed.remove(field);
      return new Logged(stream, partition, changed);
    }

    long longAt(String field) {
      return (Long) Objects.requireNonNull(fields.get(field));
    }
  }

  /// A logged event or ask with its place.
  ///
  /// @param place in the log
  /// @param offset among those of its stream and partition
  /// @param visibleFrom when it became known, raised to the latest before it in its partition
  record Placed(Logged logged, int place, long offset, long visibleFrom) {}

  static Scenario asKnown(String name, Plan plan) {
    return new Scenario(name, plan, Visibility.AS_KNOWN, List.of());
  }

  static Scenario asServed(String name, Plan plan) {
    return new Scenario(name, plan, Visibility.AS_SERVED, List.of());
  }

  /// A plan in its JSON form, on as many lines as one likes.
  static Plan plan(String json) {
    return Plan.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /// One more event or ask, in partition 0.
  ///
  /// @param fields names and values in turn; an Instant stands for its microseconds, an int for a
  ///   long
  Scenario log(String stream, @Nullable Object... fields) {
    return log(0, stream, fields);
  }

  /// One more event or ask.
  Scenario log(int partition, String stream, @Nullable Object... fields) {
    Map<String, @Nullable Object> byName = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      byName.put((String) Objects.requireNonNull(fields[i]), cell(fields[i + 1]));
    }
    List<Logged> longer = new ArrayList<>(log);
    longer.add(new Logged(stream, partition, byName));
    return withLog(longer);
  }

  private static @Nullable Object cell(@Nullable Object value) {
    return switch (value) {
      case Instant instant -> Micros.of(instant);
      case Integer integer -> integer.longValue();
      case null, default -> value;
    };
  }

  Scenario withLog(List<Logged> other) {
    return new Scenario(name, plan, visibility, other);
  }

  Scenario withPlan(Plan other) {
    return new Scenario(name, other, visibility, log);
  }

  /// Every event and ask of a stream of the plan's, in the order of the log.
  List<Placed> placed() {
    Map<String, Long> offsets = new HashMap<>();
    Map<String, Long> latest = new HashMap<>();
    List<Placed> placed = new ArrayList<>();
    for (int place = 0; place < log.size(); place++) {
      Logged logged = log.get(place);
      Optional<StreamSchema> schema = schema(logged.stream());
      if (schema.isPresent()) {
        String partition = logged.stream() + " " + logged.partition();
        long offset = offsets.merge(partition, 1L, Long::sum) - 1;
        long raised = latest.merge(partition, logged.longAt(schema.get().knownAt()), Math::max);
        placed.add(new Placed(logged, place, offset, raised));
      }
    }
    return placed;
  }

  /// The asks that no backend may refuse, in the order of the log: within their stream's bounds on
  /// time, and each id once.
  List<Placed> asks() {
    StreamSchema schema = plan.askStream();
    Set<@Nullable Object> ids = new HashSet<>();
    return placed().stream()
        .filter(placed -> placed.logged().stream().equals(schema.name()))
        .filter(placed -> isInTime(schema, placed.logged()))
        .filter(placed -> ids.add(placed.logged().fields().get(schema.id())))
        .toList();
  }

  /// The asks, each of which sees what the one before it saw, and perhaps more.
  List<Placed> asksInOrderOfSight() {
    return switch (visibility) {
      case AS_KNOWN ->
          asks().stream()
              .sorted(
                  Comparator.comparingLong(ask -> ask.logged().longAt(plan.askStream().knownAt())))
              .toList();
      case AS_SERVED -> asks();
    };
  }

  /// Whether an ask sees an event, for features.
  boolean sees(Placed ask, Placed event) {
    return switch (visibility) {
      case AS_KNOWN ->
          event.visibleFrom()
              < ask.logged().longAt(plan.askStream().knownAt()) - Micros.of(plan.lag());
      case AS_SERVED -> event.place() < ask.place();
    };
  }

  /// The id of an ask.
  Object idOf(Placed ask) {
    return Objects.requireNonNull(ask.logged().fields().get(plan.askStream().id()));
  }

  static boolean isInTime(StreamSchema schema, Logged logged) {
    return Admission.ofTimes(
            logged.longAt(schema.eventTime()), logged.longAt(schema.knownAt()), lateness(schema))
        == Admission.ACCEPTED;
  }

  /// A stream's bound, in microseconds.
  static long lateness(StreamSchema schema) {
    return Micros.of(schema.lateness());
  }

  /// The streams that the plan has, the ask's with all of its fields among them, each once.
  List<StreamSchema> schemas() {
    List<StreamSchema> schemas = new ArrayList<>(List.of(plan.askStream()));
    plan.streams().stream()
        .filter(stream -> !stream.name().equals(plan.askStream().name()))
        .forEach(schemas::add);
    return List.copyOf(schemas);
  }

  Optional<StreamSchema> schema(String stream) {
    return schemas().stream().filter(schema -> schema.name().equals(stream)).findFirst();
  }
}
