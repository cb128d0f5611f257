package roundhouse.featureengine.stream.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/// A real Kafka broker, and its KRaft controller, in this process and on the loopback address.
///
/// All that it keeps is in its folder: one started again on the folder of an earlier one has its
/// topics, and its address as well, so that clients find it again. Two at a time need two folders.
/// One copy of everything: it is no place for what must not be lost.
public final class LocalBroker implements AutoCloseable {
  private static final String LISTENERS = "listeners";

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private LocalBroker(Properties configuration) {
    server = new KafkaRaftServer(KafkaConfig.fromProps(configuration), Time.SYSTEM);
    bootstrapServers = address(configuration.getProperty(LISTENERS));
  }

  /// Returns once the broker takes requests, some two seconds later. Topics are created by request
  /// only.
  ///
  /// @throws IllegalStateException where another broker runs on the folder, or its port is taken
  public static LocalBroker start(Path folder) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve("server.properties");
      if (Files.notExists(file)) {
        format(folder, file);
      }
      LocalBroker broker = new LocalBroker(read(file));
      broker.startUp(folder);
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException("Broker in '%s'".formatted(folder), e);
    }
  }

  /// Runs a broker on the folder named first until the process ends, and prints its address.
  public static void main(String[] arguments) throws InterruptedException {
    LocalBroker broker = start(Path.of(arguments[0]));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-stop"));
    System.out.println(broker.bootstrapServers());
    broker.server.awaitShutdown();
  }

  /// What clients connect to: `127.0.0.1:<port>`.
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /// Stops in order; what was acknowledged is on disk.
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private void startUp(Path folder) {
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw new IllegalStateException(
          "Broker in '%s' at %s does not start; expected a folder and a port of its own"
              .formatted(folder, bootstrapServers),
          e);
    }
  }

  private static void format(Path folder, Path file) throws IOException {
    Path unfinished = folder.resolve("server.properties.unfinished");
    try (OutputStream output = Files.newOutputStream(unfinished)) {
      configuration(folder).store(output, null);
    }
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int status =
        StorageTool.execute(
            new String[] {
              "format",
              "--ignore-formatted",
              "--cluster-id",
              Uuid.randomUuid().toString(),
              "--config",
              unfinished.toString()
            },
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    if (status != 0) {
      throw new IOException("Format failed: " + printed.toString(StandardCharsets.UTF_8));
    }
    Files.move(unfinished, file);
  }

  private static Properties configuration(Path folder) throws IOException {
    String broker = "127.0.0.1:" + freePort();
    String controller = "127.0.0.1:" + freePort();
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles",
            "broker,controller",
            "node.id",
            "1",
            "controller.quorum.voters",
            "1@" + controller,
            LISTENERS,
            "BROKER://%s,CONTROLLER://%s".formatted(broker, controller),
            "advertised.listeners",
            "BROKER://" + broker,
            "inter.broker.listener.name",
            "BROKER",
            "controller.listener.names",
            "CONTROLLER",
            "listener.security.protocol.map",
            "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs",
            folder.resolve("logs").toAbsolutePath().toString()));
    properties.putAll(
        Map.of(
            "auto.create.topics.enable", "false",
            // No second machine has a copy.
            "offsets.topic.replication.factor", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            // Fifty partitions each would be opened at every start.
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.num.partitions", "4",
            // Nobody else is about to join.
            "group.initial.rebalance.delay.ms", "0",
            "log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20)));
    // A transaction that runs out of time is taken back soon.
    properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    return properties;
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream input = Files.newInputStream(file)) {
      properties.load(input);
    }
    return properties;
  }

  private static String address(String listeners) {
    return listeners.substring("BROKER://".length(), listeners.indexOf(','));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
