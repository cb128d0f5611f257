package roundhouse.examples.flights;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import tools.jackson.databind.json.JsonMapper;

/// Sends the flights' events to Kafka in the order in which they became known, stops at the busiest
/// minutes of each day, and asks the feature server for the features of the flights that ask in
/// that minute. What is served must be what the dataset has.
///
/// `ReplayFlights --store LOCATION --dataset ID --kafka HOST:PORT --features URL --from INSTANT
/// --to INSTANT --results FILE`. Writes one line of JSON for each flight to the file; one that is
/// there already is gone on from. Exits 2 with one message where it cannot.
public final class ReplayFlights {
  private static final Set<String> OPTIONS =
      Set.of("--store", "--dataset", "--kafka", "--features", "--from", "--to", "--results");

  private final ReplaySource source;
  private final FlightTopics topics;
  private final FeatureClient features;
  private final Path results;
  private final PrintStream out;

  private ReplayFlights(
      ReplaySource source,
      FlightTopics topics,
      FeatureClient features,
      Path results,
      PrintStream out) {
    this.source = source;
    this.topics = topics;
    this.features = features;
    this.results = results;
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
      Plan plan = LateArrival.FEATURES.plan();
      try (ObjectStore store = ObjectStores.open(options.getOrDefault("--store", ""));
          FlightTopics topics = FlightTopics.open(plan, options.getOrDefault("--kafka", ""));
          FeatureClient features =
              new FeatureClient(plan.reference(), options.getOrDefault("--features", ""))) {
        ReplaySource source =
            ReplaySource.of(
                EventSource.open(store, LateArrival.SOURCE),
                Dataset.open(store, options.getOrDefault("--dataset", "")),
                Instant.parse(options.getOrDefault("--from", "")),
                Instant.parse(options.getOrDefault("--to", "")));
        Path results = Path.of(options.getOrDefault("--results", ""));
        new ReplayFlights(source, topics, features, results, out).replay();
      }
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 2;
    } catch (RuntimeException e) {
      err.println(e.getMessage() == null ? e.toString() : e.getMessage());
      return 2;
    }
  }

  private static Map<String, String> parse(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    if (arguments.length != 2 * OPTIONS.size() || !options.keySet().equals(OPTIONS)) {
      throw new IllegalArgumentException(
          "usage: ReplayFlights --store LOCATION --dataset ID --kafka HOST:PORT --features URL --from INSTANT --to INSTANT --results FILE");
    }
    return options;
  }

  private void replay() throws InterruptedException {
    topics.create();
    features.awaitReady();
    long sent = 0;
    long asked = 0;
    Set<String> askedBefore = askedBefore();
    for (Instant moment : source.moments()) {
      for (ReplaySource.Event event : source.eventsKnownBefore(moment)) {
        sent += topics.send(event) ? 1 : 0;
      }
      // A run that goes on from another asks from where that one had stopped.
      if (topics.hasNothingToSkip() && !askedBefore.contains(moment.toString())) {
        topics.awaitApplied();
        List<ReplaySource.Asking> flights = source.askingAt(moment);
        write(flights, features.ask(flights.stream().map(ReplaySource.Asking::ask).toList()));
        asked += flights.size();
        out.printf("%s: %,d events sent, %,d flights asked%n", moment, sent, asked);
      }
    }
  }

  private Set<String> askedBefore() {
    try {
      return Files.exists(results)
          ? Files.readAllLines(results).stream()
              .map(line -> JsonMapper.shared().readTree(line).path("askedAt").asString())
              .collect(Collectors.toSet())
          : Set.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(List<ReplaySource.Asking> flights, List<Map<String, Object>> served) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < flights.size(); i++) {
      lines
          .append(
              JsonMapper.shared()
                  .writeValueAsString(
                      Map.of(
                          "flight",
                          flights.get(i).flight(),
                          "askedAt",
                          flights.get(i).askedAt().toString(),
                          "served",
                          served.get(i),
                          "batch",
                          flights.get(i).batch())))
          .append('\n');
    }
    try {
      Files.writeString(results, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
