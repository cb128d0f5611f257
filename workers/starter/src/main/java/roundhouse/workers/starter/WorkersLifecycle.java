package roundhouse.workers.starter;

import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerPlugin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import roundhouse.temporal.runtime.RoundhouseClient;

/// Starts the workers of all plugins with the application, and stops them before anything that they
/// use.
///
/// While Temporal is away the application runs on and the workers start when it comes; its reason
/// is logged when it changes. A Temporal that is there but lacks what Roundhouse needs fails the
/// application's start.
public final class WorkersLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(WorkersLifecycle.class);
  private static final Duration PROBE = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final RoundhouseClient client;
  private final List<WorkerPlugin> plugins;
  private final Duration shutdownGrace;
  private @Nullable WorkerFactory workers;
  private @Nullable Thread waiting;
  private volatile boolean running;

  public WorkersLifecycle(
      RoundhouseClient client, List<WorkerPlugin> plugins, Duration shutdownGrace) {
    this.client = client;
    this.plugins = List.copyOf(plugins);
    this.shutdownGrace = shutdownGrace;
  }

  @Override
  public synchronized void start() {
    running = true;
    Optional<String> fault = client.findFault(PROBE);
    if (fault.isEmpty()) {
      startWorkers();
      return;
    }
    LOG.warn("Workers wait. {}", fault.get());
    waiting = Thread.ofPlatform().name("roundhouse-workers-wait").start(this::startWhenReady);
  }

  private void startWhenReady() {
    String told = "";
    while (running) {
      String fault = tryStart().orElse("");
      if (fault.isEmpty()) {
        return;
      }
      if (!fault.equals(told)) {
        LOG.warn("Workers wait. {}", fault);
        told = fault;
      }
      pause();
    }
  }

  private Optional<String> tryStart() {
    Optional<String> fault = client.findFault(PROBE);
    if (fault.isPresent()) {
      return fault;
    }
    try {
      startWorkers();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private synchronized void startWorkers() {
    if (!running) {
      return;
    }
    // A factory whose start failed half-way cannot be started again.
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client.workflows(),
            WorkerFactoryOptions.newBuilder()
                .setPlugins(plugins.toArray(WorkerPlugin[]::new))
                .build());
    try {
      factory.start();
    } catch (RuntimeException e) {
      factory.shutdownNow();
      throw e;
    }
    workers = factory;
    LOG.info(
        "Workers started at {}: {}",
        client.options().target(),
        plugins.stream().map(WorkerPlugin::getName).toList());
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      running = false;
    }
  }

  /// Takes no more work, gives running activities their grace, then interrupts them: Temporal hands
  /// what they leave to another worker.
  @Override
  public synchronized void stop() {
    running = false;
    if (waiting != null) {
      waiting.interrupt();
    }
    if (workers == null) {
      return;
    }
    workers.shutdown();
    workers.awaitTermination(shutdownGrace.toMillis(), TimeUnit.MILLISECONDS);
    workers.shutdownNow();
    workers.awaitTermination(2, TimeUnit.SECONDS);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
