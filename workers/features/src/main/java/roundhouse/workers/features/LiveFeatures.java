package roundhouse.workers.features;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import roundhouse.featureengine.batch.StateExport;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.language.state.StateManifest;
import roundhouse.featureengine.service.answer.AskTimes;
import roundhouse.featureengine.service.answer.FeatureService;
import roundhouse.featureengine.service.answer.KafkaAnswerLog;
import roundhouse.featureengine.service.http.HttpPeers;
import roundhouse.featureengine.service.http.ServedFeatures;
import roundhouse.featureengine.service.topics.TopicsFile;
import roundhouse.featureengine.stream.AskReader;
import roundhouse.featureengine.stream.EntityAnswer;
import roundhouse.featureengine.stream.EntityAsk;
import roundhouse.featureengine.stream.StreamApplication;
import roundhouse.featureengine.stream.StreamOptions;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Keeps one instance of the feature set's stream application running, and the service upon it;
/// where features read nothing but the ask, there is no application. It starts with Kafka and the
/// store down, and tries until they are there; an application that fails is started again.
final class LiveFeatures implements ServedFeatures, SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFeatures.class);
  private static final String JUST_STARTED = "It has just been started";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final Duration BEFORE_AGAIN = Duration.ofSeconds(2);

  private final ObjectStore store;
  private final FeatureServerOptions options;
  private final StreamServerOptions stream;
  private final MeterRegistry meters;
  private final Thread thread =
      Thread.ofPlatform().name("live-features").daemon().unstarted(this::run);
  private volatile @Nullable FeatureService service;
  private volatile String obstacle = JUST_STARTED;
  private volatile boolean running;

  LiveFeatures(
      ObjectStore store,
      FeatureServerOptions options,
      StreamServerOptions stream,
      MeterRegistry meters) {
    this.store = store;
    this.options = options;
    this.stream = stream;
    this.meters = meters;
    Gauge.builder("roundhouse.features.ready", this, self -> self.obstacle.isEmpty() ? 1 : 0)
        .description("1 while asks are answered; alarm at 0")
        .register(meters);
  }

  @Override
  public String reference() {
    return options.featureSet();
  }

  @Override
  public Optional<FeatureService> service() {
    return Optional.ofNullable(service);
  }

  @Override
  public Optional<String> obstacle() {
    return obstacle.isEmpty() ? Optional.empty() : Optional.of(obstacle);
  }

  @Override
  public void start() {
    running = true;
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// Started before the HTTP server and stopped after it, so that requests under way are answered.
  @Override
  public int getPhase() {
    return 0;
  }

  private void run() {
    while (running) {
      try {
        serve();
      } catch (InterruptedException ended) {
        return;
      } catch (RuntimeException failure) {
        report(String.valueOf(failure.getMessage()));
      }
      pause(BEFORE_AGAIN);
    }
  }

  private void watch(@Nullable StreamApplication application) throws InterruptedException {
    boolean hasRun = false;
    while (running) {
      switch (application == null ? new StreamApplication.State.Running() : application.state()) {
        case StreamApplication.State.Running _ -> {
          hasRun = true;
          report("");
        }
        // Entities that move to another instance are answered by those that have them.
        case StreamApplication.State.Starting _ ->
            report(hasRun ? "" : "It joins the application, or fetches its state");
        case StreamApplication.State.Failed(String reason) -> {
          report("Its stream application has failed: " + reason);
          return;
        }
        case StreamApplication.State.Closed _ -> {
          return;
        }
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  /// Serves until the application ends. Without events there is none, and nothing to wait for.
  private void serve() throws InterruptedException {
    Plan plan = PublishedPlan.of(store, FeatureSetId.parse(options.featureSet()));
    createAnswersTopic();
    Program program = Program.of(plan);
    try (KafkaAnswerLog log =
            new KafkaAnswerLog(plan, stream.answersTopic(), clients(stream), meters);
        StreamApplication application =
            AskReader.of(program).readsEvents() ? start(program, streamOptions()) : null;
        HttpPeers peers = new HttpPeers(options.featureSet(), peerToken())) {
      service =
          new FeatureService(
              program,
              application == null ? LiveFeatures::none : application::answer,
              peers,
              times(),
              log,
              options.patience());
      try {
        watch(application);
      } finally {
        service = null;
      }
    }
  }

  private static EntityAnswer none(EntityAsk ask) {
    throw new IllegalStateException(
        "Entity kind %d: asked for features that read no events".formatted(ask.kind()));
  }

  private StreamApplication start(Program program, StreamOptions kafka) {
    String state = stream.startFrom();
    if (state.isEmpty()) {
      return StreamApplication.start(program, kafka);
    }
    if (StreamApplication.hasRun(program.plan(), kafka)) {
      LOG.info(
          "Feature set '{}': goes on where it stood; state '{}' was for its first start",
          options.featureSet(),
          state);
      return StreamApplication.start(program, kafka);
    }
    if (obstacle.equals(JUST_STARTED)) {
      report("It takes over state '%s', or waits for an instance that does".formatted(state));
    }
    StateManifest manifest = StateExport.read(store, ObjectKey.of(state));
    try {
      return StreamApplication.startFrom(manifest, store, program, kafka);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(
          "Start from state '%s': %s".formatted(state, refused.getMessage()), refused);
    }
  }

  private StreamOptions streamOptions() {
    List<EventTopic> topics = TopicsFile.read(topicsFile(stream));
    return new StreamOptions(
        stream.bootstrapServers(),
        topics,
        stream.stateFolder(),
        stream.advertised(),
        stream.threads(),
        stream.entityPartitions(),
        stream.commitInterval(),
        new StreamOptions.Replicas(stream.topicReplicas(), stream.standbyReplicas()),
        stream.liveEntities(),
        stream.kafka());
  }

  private AskTimes times() {
    return switch (options.clock()) {
      case SYSTEM -> new AskTimes.AssignedNow(java.time.Clock.systemUTC());
      case REPLAY -> new AskTimes.AsReplayed();
    };
  }

  private Optional<String> peerToken() {
    Path file = options.peerTokenFile();
    try {
      return file == null ? Optional.empty() : Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("Peer token file '%s' cannot be read".formatted(file), e);
    }
  }

  private void createAnswersTopic() throws InterruptedException {
    Map<String, Object> configuration = new HashMap<>(clients(stream));
    configuration.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    configuration.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    try (Admin admin = Admin.create(configuration)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(
                      stream.answersTopic(),
                      stream.entityPartitions(),
                      (short) stream.topicReplicas())))
          .all()
          .get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException(
            "Kafka at %s: does not answer (%s); expected it there; start it or correct roundhouse.stream.bootstrap-servers"
                .formatted(stream.bootstrapServers(), e.getCause()),
            e);
      }
    }
  }

  static Path topicsFile(StreamServerOptions stream) {
    Path file = stream.topicsFile();
    if (file == null) {
      throw new IllegalStateException("checked at start");
    }
    return file;
  }

  /// How every client reaches Kafka.
  static Map<String, Object> clients(StreamServerOptions stream) {
    Map<String, Object> clients = new HashMap<>(stream.kafka());
    clients.put("bootstrap.servers", stream.bootstrapServers());
    return clients;
  }

  /// Logs an obstacle once, and its end.
  private void report(String now) {
    if (now.equals(obstacle) || !running) {
      return;
    }
    if (now.isEmpty()) {
      LOG.info("Feature set '{}': answers asks", options.featureSet());
    } else {
      LOG.warn("Feature set '{}': not ready. {}", options.featureSet(), now);
    }
    obstacle = now;
  }

  private static void pause(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
