package roundhouse.workers.cli.demo;

import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.runtime.ConnectionOptions;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.temporal.server.DevServer;
import roundhouse.temporal.server.DevServerOptions;
import roundhouse.temporal.server.FreePort;
import roundhouse.temporal.server.InMemoryServer;
import roundhouse.temporal.server.LocalServer;
import roundhouse.temporal.server.ServerUnavailableException;
import roundhouse.temporal.server.TemporalCli;
import roundhouse.workers.cli.features.ServedVerification;
import roundhouse.workers.cli.platform.Checkout;
import roundhouse.workers.cli.platform.JavaProgram;
import roundhouse.workers.cli.platform.LocalState;
import roundhouse.workers.cli.platform.RefusedException;
import roundhouse.workers.cli.platform.ScorerClient;
import roundhouse.workers.cli.terminal.ProgressLine;

/// The processes of the demo: Temporal, a worker with every capability, a scorer, Kafka and a
/// feature server, each as its own module ships it. All of them end with this process, however it
/// ends.
final class DemoSystem implements AutoCloseable {
  private static final JavaProgram WORKER =
      new JavaProgram("workers/worker", "roundhouse.workers.worker.Worker", "2g");
  private static final JavaProgram SCORER =
      new JavaProgram("scoring/server", "roundhouse.scoring.server.Scorer", "512m");
  private static final JavaProgram PREPARE_PYTHON =
      new JavaProgram(
          "workers/worker", "roundhouse.activities.training.python.PreparePython", "256m");
  private static final JavaProgram PUBLISH =
      new JavaProgram("examples/flights", "roundhouse.examples.flights.PublishFlights", "1g");
  private static final JavaProgram SHOW =
      new JavaProgram("examples/flights", "roundhouse.examples.flights.ShowFlight", "512m");

  private static final JavaProgram BROKER =
      new JavaProgram(
          "workers/features", "roundhouse.featureengine.stream.broker.LocalBroker", "512m");
  private static final JavaProgram FEATURES =
      new JavaProgram("workers/features", "roundhouse.workers.features.FeatureServer", "768m");
  private static final JavaProgram REPLAY =
      new JavaProgram("examples/flights", "roundhouse.examples.flights.ReplayFlights", "512m");

  private static final Pattern ADDRESS = Pattern.compile("(?m)^127\\.0\\.0\\.1:[0-9]+$");
  private static final List<String> QUEUES =
      List.of(
          TaskQueues.FEATURES,
          TaskQueues.TRAINING,
          TaskQueues.EVALUATION,
          TaskQueues.PROMOTION,
          TaskQueues.RETRAINING);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 200;

  private final Checkout checkout;
  private final DemoFolder folder;
  private final Parts parts;
  private Optional<Path> temporalCli = Optional.empty();
  private final List<String> notes = new ArrayList<>();
  private @Nullable LocalServer temporal;
  private @Nullable LocalState addresses;
  private @Nullable String kafka;

  DemoSystem(Checkout checkout, DemoFolder folder) {
    this.checkout = checkout;
    this.folder = folder;
    this.parts = new Parts();
  }

  Checkout checkout() {
    return checkout;
  }

  DemoFolder folder() {
    return folder;
  }

  LocalState addresses() {
    return started(addresses);
  }

  /// How to call Temporal's command line from a shell.
  String temporalCommand() {
    return temporalCli.filter(program -> !isOnPath(program)).map(Path::toString).orElse("temporal");
  }

  private static boolean isOnPath(Path program) {
    String folder = String.valueOf(program.getParent());
    return program.endsWith("temporal")
        && List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).contains(folder);
  }

  /// What the demo does without on this machine, as lines for a person; none usually.
  List<String> notes() {
    return List.copyOf(notes);
  }

  /// Adds a line for the person.
  void note(String line) {
    notes.add(line);
  }

  boolean hasSchedules() {
    return started(temporal) instanceof DevServer;
  }

  /// Temporal's program and Python's environment, made where they are missing.
  Trainer findTools(ProgressLine line) {
    try {
      temporalCli =
          Optional.of(
              TemporalCli.ofEnvironment(System.getenv()).obtain(told -> line.at(told, 0, "")));
    } catch (ServerUnavailableException none) {
      notes.add(String.valueOf(none.getMessage()));
    }
    line.at("preparing Python's environment", 0, "");
    Trainer trainer = findTrainer();
    line.result(
        "Java %s, Temporal %s, %s"
            .formatted(
                Runtime.version().feature(),
                temporalCli.map(Path::toString).orElse("in memory"),
                trainer == Trainer.PYTHON ? "Python" : "no Python: models are trained by the JVM"));
    return trainer;
  }

  private Trainer findTrainer() {
    Path cache = TemporalCli.cacheFolder(System.getenv());
    JavaProgram.Ended ended =
        PREPARE_PYTHON.runToEnd(checkout, List.of(cache.toString()), folder.log("python"));
    if (ended.status() == 0) {
      return Trainer.PYTHON;
    }
    notes.add("Models are trained by the JVM's XGBoost4J: " + ended.output().strip());
    return Trainer.JVM;
  }

  /// Starts everything; the worker and the scorer get ready while the flights are published.
  void start(ProgressLine line) {
    LocalServer server = startTemporal();
    temporal = server;
    int scorerPort = FreePort.preferring(8090);
    int featuresPort = FreePort.preferring(8091);
    LocalState state =
        new LocalState(
            folder.store().toString(),
            server.target(),
            server.uiUrl().map(URI::toString).orElse(""),
            "http://127.0.0.1:" + scorerPort,
            "http://127.0.0.1:" + featuresPort,
            topicsFile().toString());
    addresses = state;
    state.write(folder.state());
    parts.add("Worker", WORKER.start(checkout, workerArguments(server), folder.log("worker")));
    parts.add("Scorer", SCORER.start(checkout, scorerArguments(scorerPort), folder.log("scorer")));
    kafka = startBroker(line);
    parts.add(
        "Feature server",
        FEATURES.start(checkout, featuresArguments(featuresPort), folder.log("features")));
    line.result("Temporal at %s, Kafka at %s".formatted(server.target(), kafka));
  }

  /// The broker says where it listens once it does.
  private String startBroker(ProgressLine line) {
    try {
      // What an earlier one said may be no longer so.
      Files.deleteIfExists(folder.log("kafka"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    parts.add("Broker", BROKER.start(checkout, List.of(live("broker")), folder.log("kafka")));
    await("Broker", "to be ready", line, () -> printedAddress().isPresent());
    return printedAddress().orElseThrow();
  }

  private Optional<String> printedAddress() {
    try {
      Matcher address = ADDRESS.matcher(Files.readString(folder.log("kafka")));
      return address.find() ? Optional.of(address.group()) : Optional.empty();
    } catch (IOException notYet) {
      return Optional.empty();
    }
  }

  private Path topicsFile() {
    return checkout.root().resolve("examples/flights/topics.json");
  }

  private String live(String part) {
    return folder.root().resolve("live").resolve(part).toString();
  }

  private LocalServer startTemporal() {
    if (temporalCli.isEmpty()) {
      LocalServer inMemory = parts.add("Temporal", InMemoryServer.start(FreePort.preferring(7233)));
      notes.add("Temporal runs in memory, without " + String.join(", ", inMemory.lacking()) + ".");
      return inMemory;
    }
    DevServerOptions options =
        new DevServerOptions(
            temporalCli.get(),
            folder.log("temporal"),
            folder.temporalDatabase(),
            FreePort.preferring(7233),
            FreePort.preferring(8233),
            "default");
    return parts.add("Temporal", DevServer.start(options));
  }

  private List<String> workerArguments(LocalServer server) {
    List<String> arguments = new ArrayList<>(sparkArguments());
    arguments.addAll(
        List.of(
            "--roundhouse.temporal.target=" + server.target(),
            "--roundhouse.temporal.namespace=" + server.namespace(),
            "--roundhouse.store=" + folder.store(),
            // A demo that is ended goes on where it was: nothing is gained by waiting for
            // activities.
            "--roundhouse.workers.shutdown-grace=2s",
            "--roundhouse.training.runs-dir=" + folder.root().resolve("runs"),
            "--roundhouse.training.workflows-dir="
                + checkout.root().resolve("examples/flights/workflows"),
            "--roundhouse.training.cache-dir=" + TemporalCli.cacheFolder(System.getenv())));
    return arguments;
  }

  /// For `backfill --backend spark`, where its module was built: the demo itself needs no Spark.
  private List<String> sparkArguments() {
    Path target = checkout.root().resolve("feature-engine/backend-spark/target");
    Path recorded = target.resolve("runtime-classpath");
    return Files.isReadable(recorded)
        ? List.of(
            "--roundhouse.spark.master=local[*]",
            "--roundhouse.spark.class-path=%s%s@%s"
                .formatted(target.resolve("classes"), File.pathSeparator, recorded))
        : List.of();
  }

  private List<String> scorerArguments(int port) {
    return List.of(
        "--roundhouse.scorer.store=" + folder.store(),
        "--roundhouse.scorer.cache=" + folder.root().resolve("scorer"),
        "--roundhouse.scorer.port=" + port);
  }

  private List<String> featuresArguments(int port) {
    return List.of(
        "--roundhouse.features.store=" + folder.store(),
        "--roundhouse.features.feature-set=late-arrival@1",
        "--roundhouse.features.port=" + port,
        // The flights are of 2013: each asks as of its own time.
        "--roundhouse.features.clock=replay",
        "--roundhouse.stream.bootstrap-servers=" + started(kafka),
        "--roundhouse.stream.topics-file=" + topicsFile(),
        "--roundhouse.stream.state-folder=" + live("state"),
        "--roundhouse.stream.advertised=127.0.0.1:" + port,
        "--roundhouse.archiver.folder=" + live("archiver"),
        "--roundhouse.archiver.max-age=1s");
  }

  /// Sends the events of that time to Kafka and asks for features on the way; returns a line of
  /// JSON for each ask.
  List<String> replayFlights(String datasetId, Instant from, Instant to) {
    Path results = folder.root().resolve("live").resolve("asked.jsonl");
    var _ =
        REPLAY.run(
            checkout,
            List.of(
                "--store",
                folder.store().toString(),
                "--dataset",
                datasetId,
                "--kafka",
                started(kafka),
                "--features",
                addresses().features(),
                "--from",
                from.toString(),
                "--to",
                to.toString(),
                "--results",
                results.toString()),
            folder.log("replay"));
    try {
      return Files.readAllLines(results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Computes the served answers again, once all of them are archived with their events.
  ServedVerification verifyServed(int answers, ProgressLine line) {
    List<String> arguments =
        List.of(
            "--store",
            folder.store().toString(),
            "--feature-set",
            "late-arrival@1",
            "--topics",
            topicsFile().toString(),
            "--sample",
            Integer.toString(answers));
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      requireAlive();
      ServedVerification found = ServedVerification.run(checkout, arguments);
      boolean isArchived = found.archived() >= answers && found.notArchivedYet() == 0;
      if (isArchived || Instant.now().isAfter(deadline)) {
        return found;
      }
      line.at("waiting for the archive", 0, "");
      pause();
    }
  }

  /// Scores rows of features by the tag.
  List<String> score(String tag, List<? extends Map<String, ? extends @Nullable Object>> rows) {
    return scorer().scoreAll(tag, rows);
  }

  void publishFlights() {
    String unused =
        PUBLISH.run(
            checkout,
            List.of(
                "--store",
                folder.store().toString(),
                "--data",
                checkout.root().resolve("examples/flights/data").toString()),
            folder.log("publish"));
  }

  RoundhouseClient connect() {
    LocalServer server = started(temporal);
    return RoundhouseClient.to(new ConnectionOptions(server.target(), server.namespace()));
  }

  /// Waits until every queue has its worker and the scorer says that it is ready.
  void awaitReady(ProgressLine line) {
    try (RoundhouseClient client = connect()) {
      for (String queue : QUEUES) {
        await("Worker", "to poll " + queue, line, () -> isPolled(client, queue));
      }
    }
    ScorerClient scorer = scorer();
    await("Scorer", "to be ready", line, scorer::isReady);
  }

  private static boolean isPolled(RoundhouseClient client, String queue) {
    try {
      return client
              .workflows()
              .getWorkflowServiceStubs()
              .blockingStub()
              .describeTaskQueue(
                  DescribeTaskQueueRequest.newBuilder()
                      .setNamespace(client.options().namespace())
                      .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                      .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                      .build())
              .getPollersCount()
          > 0;
    } catch (StatusRuntimeException unknown) {
      // The in-memory server cannot say: the first workflow waits for its worker then.
      return unknown.getStatus().getCode() == io.grpc.Status.Code.UNIMPLEMENTED;
    }
  }

  /// One flight's features from the dataset.
  Map<String, @Nullable Object> showFlight(String datasetId, long flight) {
    String json =
        SHOW.run(
            checkout,
            List.of(
                "--store",
                folder.store().toString(),
                "--dataset",
                datasetId,
                "--flight",
                Long.toString(flight)),
            folder.log("flight"));
    return ScorerClient.parseFeatures(json.lines().reduce((first, last) -> last).orElse("{}"));
  }

  /// Scores by the tag, once the scorer has taken up the tag's last move.
  ScorerClient.Answer awaitServed(
      String tag, String modelId, Map<String, @Nullable Object> features) {
    ScorerClient scorer = scorer();
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      requireAlive();
      boolean late = Instant.now().isAfter(deadline);
      try {
        ScorerClient.Answer answer = scorer.score(tag, features);
        if (answer.modelId().equals(modelId) || late) {
          return answer;
        }
      } catch (RefusedException notYet) {
        // Until it has loaded the tag's first model, the scorer refuses.
        if (late) {
          throw notYet;
        }
      }
      pause();
    }
  }

  private ScorerClient scorer() {
    return new ScorerClient(addresses().scorer(), Optional.empty());
  }

  void requireAlive() {
    parts.requireAlive();
  }

  private void await(String subject, String what, ProgressLine line, BooleanSupplier met) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!met.getAsBoolean()) {
      requireAlive();
      if (Instant.now().isAfter(deadline)) {
        throw RefusedException.of(
            subject,
            "silent",
            "it %s within %s s".formatted(what, PATIENCE.toSeconds()),
            "look at the logs in " + folder.root().resolve("logs"));
      }
      line.at(
          "waiting for the %s %s".formatted(subject.toLowerCase(java.util.Locale.ROOT), what),
          0,
          "");
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  boolean isRunning() {
    return parts.isRunning();
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the demo's processes are not started yet");
    }
    return part;
  }

  @Override
  public void close() {
    parts.close();
    folder.close();
  }
}
