package roundhouse.examples.flights;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.plan.Publication;
import roundhouse.scoring.registry.Change;
import roundhouse.scoring.registry.Change.FeatureSetDocumented;
import roundhouse.scoring.registry.Change.FeatureSetPublished;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// Imports the flights' events into a store and publishes the feature set in its registry. Running
/// it again changes nothing.
///
/// `PublishFlights --store LOCATION --data DIR`: LOCATION is a folder or `s3://bucket/prefix`, DIR
/// holds the two Parquet files. Exits 2 with one message where it cannot.
public final class PublishFlights {
  private static final String USAGE = "usage: PublishFlights --store LOCATION --data DIR";
  private static final Set<String> OPTIONS = Set.of("--store", "--data");

  private final ObjectStore store;
  private final PrintStream out;

  private PublishFlights(ObjectStore store, PrintStream out) {
    this.store = store;
    this.out = out;
  }

  /// Runs the program.
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  /// Runs the program in this process and returns its exit status.
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    try {
      Map<String, String> options = parse(arguments);
      Path data = Path.of(options.getOrDefault("--data", ""));
      try (FlightFiles files = FlightFiles.open(data);
          ObjectStore store = ObjectStores.open(options.getOrDefault("--store", ""))) {
        new PublishFlights(store, out).publish(files);
      }
      return 0;
    } catch (RuntimeException e) {
      err.println(e.getMessage() == null ? e.toString() : e.getMessage());
      return 2;
    }
  }

  private static Map<String, String> parse(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!OPTIONS.contains(arguments[i])) {
        problems.add("unknown argument '%s'".formatted(arguments[i]));
      } else if (i + 1 == arguments.length) {
        problems.add("'%s' lacks its value".formatted(arguments[i]));
      } else if (options.put(arguments[i], arguments[i + 1]) != null) {
        problems.add("'%s' is given twice".formatted(arguments[i]));
      }
    }
    OPTIONS.stream()
        .filter(option -> !List.of(arguments).contains(option))
        .sorted()
        .forEach(option -> problems.add("'%s' is missing".formatted(option)));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems) + "; " + USAGE);
    }
    return options;
  }

  private void publish(FlightFiles files) {
    importEvents(files);
    publishFeatureSet(LateArrival.FEATURES.publication());
  }

  private void importEvents(FlightFiles files) {
    try (EventImport events = EventImport.into(store, LateArrival.SOURCE)) {
      importStream(events, LateArrival.SCHEDULED, files.scheduled());
      importStream(events, LateArrival.DEPARTED, files.departed());
      importStream(events, LateArrival.ARRIVED, files.arrived());
      importStream(events, LateArrival.WEATHER, files.weather());
      EventSource source = events.commit();
      out.printf(
          "source '%s' is complete through %s%n",
          LateArrival.SOURCE, source.manifest().completeThrough());
    }
  }

  private <E extends Record> void importStream(
      EventImport events, EventStream<E> stream, Stream<E> records) {
    try (records) {
      long count = events.importStream(stream, records).events();
      out.printf("stream '%s': %,d events%n", stream.schema().name(), count);
    }
  }

  /// As `roundhouse features publish` does, but in this process.
  private void publishFeatureSet(Publication publication) {
    Plan plan = publication.plan();
    byte[] json = publication.toJson();
    String sha256 = Digests.sha256Hex(json);
    store.putOnce(ObjectKey.of("plans/" + plan.hash() + ".json"), plan.toJson());
    store.putOnce(ObjectKey.of("publications/" + sha256 + ".json"), json);
    FeatureSetId id = FeatureSetId.parse(plan.reference());
    append("publish/%s/%s".formatted(id, plan.hash()), new FeatureSetPublished(id, plan.hash()));
    append("document/%s/%s".formatted(id, sha256), new FeatureSetDocumented(id, sha256));
    out.printf("feature set '%s' is published, plan %s%n", id, plan.hash());
  }

  private void append(String command, Change change) {
    Registry.open(store).append(CommandId.of(command), change).orThrow();
  }
}
