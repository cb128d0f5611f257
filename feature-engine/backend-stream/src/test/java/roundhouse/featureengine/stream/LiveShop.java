package roundhouse.featureengine.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.RecordMetadata;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.interpreter.Interpreter;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.stream.EntityAnswer.Answered;
import roundhouse.featureengine.stream.entity.EntityRows;
import roundhouse.featureengine.stream.entity.EntityStore;
import roundhouse.featureengine.stream.event.AvroSchemas;
import roundhouse.featureengine.stream.event.EventTopic;

/// A shop's feature set on a real broker: one stream in Avro and one in JSON, its events, and the
/// interpreter to hold answers to.
final class LiveShop implements AutoCloseable {
  static final int PARTITIONS = 2;
  static final StreamSchema PAID = Shop.PAID.schema();
  static final StreamSchema LOGGED_IN = Shop.LOGGED_IN.schema();

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int LAST_CARDS = 40;

  final Plan plan;
  final Program program;
  final ShopEvents events;
  final SourceLog log;
  private final List<EventTopic> topics;
  private final String bootstrapServers;
  private int round;

  /// A shop of that plan version, which is no other test's on this broker.
  LiveShop(String bootstrapServers, int version) throws ExecutionException, InterruptedException {
    this(version, bootstrapServers);
    createTopics();
  }

  /// A shop whose topics are there.
  static LiveShop joining(String bootstrapServers, int version) {
    return new LiveShop(version, bootstrapServers);
  }

  private LiveShop(int version, String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    plan = Shop.plan(version);
    program = Program.of(plan);
    topics =
        List.of(
            EventTopic.ofAvro("paid-" + version, PAID, AvroSchemas.of(PAID)),
            EventTopic.ofJson("logged-in-" + version, LOGGED_IN));
    log = new SourceLog(bootstrapServers, plan, topics, PARTITIONS);
    events = new ShopEvents(version);
  }

  private void createTopics() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(
              topics.stream()
                  .map(topic -> new NewTopic(topic.topic(), PARTITIONS, (short) 1))
                  .toList())
          .all()
          .get();
    }
  }

  StreamOptions options(Path stateFolder) {
    return StreamOptions.local(bootstrapServers, topics, stateFolder)
        .with(Map.of("session.timeout.ms", "6000", "heartbeat.interval.ms", "500"));
  }

  String topicOf(String stream) {
    return options(Path.of("")).topicOf(stream).topic();
  }

  StreamApplication start(Path stateFolder) throws InterruptedException {
    return start(options(stateFolder));
  }

  StreamApplication start(StreamOptions options) throws InterruptedException {
    StreamApplication application = StreamApplication.start(program, options);
    application.awaitRunning(PATIENCE);
    return application;
  }

  /// Sends so many events, copies and late ones among them.
  void send(int count) {
    for (int i = 0; i < count; i += 20) {
      events.next(PAID, 15).forEach(row -> log.send(PAID, row));
      events.next(LOGGED_IN, 5).forEach(row -> log.send(LOGGED_IN, row));
    }
    log.flush();
  }

  /// Waits until everything sent so far is applied.
  ///
  /// Sends one last event of each of many cards to each source partition: what was sent before it
  /// on its way to the same part of the state has been applied before it.
  void awaitApplied(StreamApplication... instances)
      throws ExecutionException, InterruptedException {
    round++;
    Map<ArrayRow, List<Future<RecordMetadata>>> last =
        IntStream.range(0, LAST_CARDS)
            .mapToObj(i -> "last-%d-%d".formatted(round, i))
            .collect(
                Collectors.toMap(
                    card -> events.punctual(plan.askStream(), card), this::sendToAllPartitions));
    log.flush();
    AskReader reader = AskReader.of(program);
    for (Map.Entry<ArrayRow, List<Future<RecordMetadata>>> entry : last.entrySet()) {
      Set<SourcePosition> expected = new HashSet<>();
      for (Future<RecordMetadata> sent : entry.getValue()) {
        RecordMetadata at = sent.get();
        expected.add(new SourcePosition(at.topic(), at.partition(), at.offset()));
      }
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> positions(reader, entry.getKey(), instances).containsAll(expected));
    }
  }

  private List<Future<RecordMetadata>> sendToAllPartitions(String card) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (StreamSchema stream : List.of(PAID, LOGGED_IN)) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        sent.add(log.send(stream, events.punctual(stream, card), partition));
      }
    }
    return sent;
  }

  private Set<SourcePosition> positions(
      AskReader reader, ArrayRow ask, StreamApplication... instances) {
    Set<SourcePosition> positions = new HashSet<>();
    for (EntityAsk entity : reader.entities(ask)) {
      ask(entity, instances).ifPresent(answer -> positions.addAll(answer.positions()));
    }
    return positions;
  }

  /// Asks whichever instance holds the entity; empty where none can answer now.
  Optional<Answered> ask(EntityAsk entity, StreamApplication... instances) {
    return Arrays.stream(instances)
        .map(instance -> instance.answer(entity))
        .filter(Answered.class::isInstance)
        .map(Answered.class::cast)
        .findFirst();
  }

  /// Requires that answers are the interpreter's, bit for bit: by their positions and, as
  /// everything sent was applied, of all events.
  ///
  /// @return what was answered, by ask; all events are known before any of the asks
  Map<ArrayRow, ArrayRow> requireInterpretersAnswers(StreamApplication... instances)
      throws ExecutionException, InterruptedException {
    Interpreter interpreter = Interpreter.ofSources(plan, log.events());
    AskReader reader = AskReader.of(program);
    Map<ArrayRow, ArrayRow> answered = new HashMap<>();
    for (ArrayRow ask : events.asks(plan.askStream(), 300)) {
      List<Answered> answers =
          reader.entities(ask).stream()
              .map(entity -> ask(entity, instances).orElseThrow())
              .toList();
      ArrayRow features = ArrayRow.ofSize(plan.features().size());
      reader.features(ask, answers, features);
      assertThat(features)
          .as("%s of everything", ask)
          .isEqualTo(interpreter.features(ask, (_, _) -> Long.MAX_VALUE));
      assertThat(features)
          .as("%s at %s", ask, answers)
          .isEqualTo(
              interpreter.features(
                  ask, (history, partition) -> lastApplied(history, partition, answers)));
      answered.put(ask, features);
    }
    return answered;
  }

  /// Asks once, whatever was applied so far, and requires the interpreter's answer at the answers'
  /// positions; false if one of them could not be had.
  boolean requireOneServedAnswer(StreamApplication... instances)
      throws ExecutionException, InterruptedException {
    AskReader reader = AskReader.of(program);
    ArrayRow ask = events.asks(plan.askStream(), 1).getFirst();
    List<Answered> answers =
        reader.entities(ask).stream().flatMap(entity -> ask(entity, instances).stream()).toList();
    if (answers.size() < reader.entities(ask).size()) {
      return false;
    }
    ArrayRow features = ArrayRow.ofSize(plan.features().size());
    reader.features(ask, answers, features);
    assertThat(features)
        .as("%s at %s", ask, answers)
        .isEqualTo(
            Interpreter.ofSources(plan, log.events())
                .features(ask, (history, partition) -> lastApplied(history, partition, answers)));
    return true;
  }

  private long lastApplied(History history, int partition, List<Answered> answers) {
    String topic =
        history.stream().equals(PAID.name()) ? topics.getFirst().topic() : topics.getLast().topic();
    Set<String> keys =
        history.keys().stream()
            .map(key -> ExpressionText.of(key.ask()))
            .collect(Collectors.toSet());
    return answers.stream()
        .filter(answer -> keys.equals(keysOf(answer.kind())))
        .flatMap(answer -> answer.positions().stream())
        .filter(position -> position.topic().equals(topic) && position.partition() == partition)
        .mapToLong(SourcePosition::offset)
        .findFirst()
        .orElse(-1);
  }

  /// Has every partition of the entities' changelog say that another state version wrote it.
  void replaceStateVersion(String version) throws ExecutionException, InterruptedException {
    String changelog = StreamApplication.idOf(plan) + "-" + EntityStore.NAME + "-changelog";
    ByteWriter row = new ByteWriter();
    row.putByte(3);
    row.putText(version);
    for (int i = 0; i < 4; i++) {
      row.putLong(0);
    }
    for (int partition = 0; partition < options(Path.of("")).entityPartitions(); partition++) {
      log.sendRecord(changelog, partition, EntityRows.PARTITION.get(), row.toBytes());
    }
    log.flush();
  }

  private Set<String> keysOf(int kind) {
    return Set.of(program.entities().get(kind).name().split(", "));
  }

  @Override
  public void close() {
    log.close();
  }
}
