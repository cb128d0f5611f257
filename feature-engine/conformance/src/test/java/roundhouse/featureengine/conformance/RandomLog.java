package roundhouse.featureengine.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.conformance.Scenario.Logged;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.random.RandomValues;

/// A history made to hurt: few keys and few instants, so that everything ties; events that are
/// late, too late, before their time or copies; and the values of [RandomValues].
final class RandomLog {
  private static final long MINUTE = 60_000_000L;
  private static final long START = 1_704_067_200_000_000L;
  private static final int ASKS = 15;

  private final int partitions;
  private final Random random;
  private final RandomValues values;
  private final long step;

  private RandomLog(long seed, int partitions) {
    this.partitions = partitions;
    random = new Random(seed);
    values = new RandomValues(random);
    step = random.nextLong(1, 30) * 7 * MINUTE;
  }

  /// A scenario over the plan, the same for the same seed: from one source partition a stream, in
  /// the order in which events became known.
  static Scenario asKnown(Plan plan, long seed) {
    RandomLog drawn = new RandomLog(seed, 1);
    Scenario all = Scenario.asKnown("seed " + seed, plan);
    List<Logged> log = drawn.log(all);
    // Stable: what became known at one instant arrived in the order in which it was drawn.
    log.sort(Comparator.comparingLong(logged -> knownAt(all, logged)));
    return all.withLog(log);
  }

  /// From two source partitions a stream, in nearly that order.
  static Scenario asServed(Plan plan, long seed) {
    RandomLog drawn = new RandomLog(seed, 2);
    Scenario all = Scenario.asServed("seed " + seed + ", as served", plan);
    return all.withLog(drawn.disorder(all, drawn.log(all)));
  }

  private List<Logged> log(Scenario all) {
    List<Logged> log = new ArrayList<>();
    for (StreamSchema schema : all.schemas()) {
      boolean asks = schema.name().equals(all.plan().askStream().name());
      log.addAll(stream(schema, asks ? ASKS : random.nextInt(100)));
    }
    return log;
  }

  /// Events come up to some minutes later than they say; asks do not wait for them.
  private List<Logged> disorder(Scenario all, List<Logged> log) {
    record Arrival(Logged logged, long at) {}
    return log.stream()
        .map(
            logged ->
                new Arrival(
                    logged,
                    knownAt(all, logged) + (isAsk(all, logged) ? 0 : random.nextLong(10) * MINUTE)))
        .sorted(Comparator.comparingLong(Arrival::at))
        .map(Arrival::logged)
        .toList();
  }

  private static boolean isAsk(Scenario all, Logged logged) {
    return logged.stream().equals(all.plan().askStream().name());
  }

  private static long knownAt(Scenario scenario, Logged logged) {
    return scenario.schemas().stream()
        .filter(schema -> schema.name().equals(logged.stream()))
        .mapToLong(schema -> logged.longAt(schema.knownAt()))
        .findFirst()
        .orElseThrow();
  }

  private List<Logged> stream(StreamSchema schema, int size) {
    List<Logged> drawn = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      drawn.add(
          i > 0 && random.nextInt(9) == 0
              ? copy(schema, drawn.get(random.nextInt(i)))
              : event(schema, i));
    }
    return drawn;
  }

  private Logged event(StreamSchema schema, int number) {
    long eventTime = START + random.nextLong(60) * step + random.nextInt(2);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (FieldSchema field : schema.fields()) {
      fields.put(field.name(), value(schema, field, number));
    }
    fields.put(schema.eventTime(), eventTime);
    if (!schema.knownAt().equals(schema.eventTime())) {
      fields.put(schema.knownAt(), eventTime + delay(schema));
    }
    return new Logged(schema.name(), random.nextInt(partitions), fields);
  }

  private long delay(StreamSchema schema) {
    long lateness = micros(schema);
    return switch (random.nextInt(20)) {
      case 0 -> -1;
      case 1 -> lateness + 1;
      case 2 -> lateness;
      case 3, 4, 5, 6 -> 0;
      default -> random.nextLong(lateness / MINUTE + 1) * MINUTE;
    };
  }

  private static long micros(StreamSchema schema) {
    return Micros.of(schema.lateness());
  }

  /// The same event once more, at the same instant or later.
  private Logged copy(StreamSchema schema, Logged original) {
    return schema.knownAt().equals(schema.eventTime()) || random.nextBoolean()
        ? original
        : original.with(schema.knownAt(), original.longAt(schema.knownAt()) + MINUTE);
  }

  private @Nullable Object value(StreamSchema schema, FieldSchema field, int number) {
    if (field.name().equals(schema.id())) {
      return field.type() == ValueType.STRING ? (Object) ("id-" + number) : (Object) (long) number;
    }
    return values.cell(field);
  }
}
