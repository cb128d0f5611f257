package roundhouse.featureengine.conformance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import roundhouse.featureengine.conformance.Backend.Answers;
import roundhouse.featureengine.conformance.EntityLog.Entity;
import roundhouse.featureengine.conformance.Scenario.Placed;
import roundhouse.featureengine.conformance.Scenario.Visibility;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.language.state.Bytes;
import roundhouse.featureengine.stream.AskReader;
import roundhouse.featureengine.stream.EntityAnswer;
import roundhouse.featureengine.stream.EntityAsk;
import roundhouse.featureengine.stream.SourcePosition;
import roundhouse.featureengine.stream.StreamApplication;
import roundhouse.featureengine.stream.StreamOptions;
import roundhouse.featureengine.stream.event.EventEncoder;
import roundhouse.featureengine.stream.event.EventTopic;

/// One application and the scenarios of its plan, in rounds: in each, every scenario's events that
/// its next ask is to see are produced, and once the application has applied them the asks are
/// answered. As served, each is answered by the feature service too, and the archive must give the
/// answers again.
final class StreamRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Plan plan;
  private final List<Player> players;
  private final Map<String, Source> sources = new HashMap<>();
  private final Map<String, Long> produced = new HashMap<>();
  private long records;
  private final int partitionsEach;
  private final Producer<byte[], byte[]> producer;
  private final StreamApplication application;
  private final AskReader asks;
  private final Optional<ServedArchive> served;

  private StreamRun(String servers, Path state, List<Scenario> scenarios) {
    plan = scenarios.getFirst().plan();
    Program program = Program.of(plan);
    players = scenarios.stream().map(scenario -> new Player(scenario, program)).toList();
    partitionsEach =
        1
            + scenarios.stream()
                .flatMap(s -> s.log().stream())
                .mapToInt(e -> e.partition())
                .max()
                .orElse(0);
    for (StreamSchema schema : plan.streams()) {
      EventTopic topic = EventTopic.ofJson(state.getFileName() + "-" + schema.name(), schema);
      sources.put(schema.name(), new Source(schema, topic, topic.newEncoder()));
    }
    String answersTopic = state.getFileName() + "-answers";
    createTopics(servers, partitionsEach * scenarios.size(), answersTopic);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    asks = AskReader.of(program);
    application =
        StreamApplication.start(
            program,
            StreamOptions.local(
                    servers, sources.values().stream().map(Source::topic).toList(), state)
                // Each round waits for two commits.
                .with(Map.of("commit.interval.ms", "20")));
    boolean isAsServed =
        scenarios.stream().anyMatch(each -> each.visibility() == Visibility.AS_SERVED);
    served =
        isAsServed
            ? Optional.of(
                new ServedArchive(
                    program,
                    application,
                    servers,
                    sources.values().stream().map(Source::topic).toList(),
                    answersTopic,
                    state.resolveSibling(answersTopic)))
            : Optional.empty();
  }

  static StreamRun start(String servers, Path state, List<Scenario> scenarios) {
    StreamRun run = new StreamRun(servers, state, scenarios);
    try {
      run.application.awaitRunning(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return run;
  }

  private void createTopics(String servers, int partitions, String answersTopic) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      List<NewTopic> wanted = new ArrayList<>();
      wanted.add(new NewTopic(answersTopic, 1, (short) 1));
      for (Source source : sources.values()) {
        wanted.add(new NewTopic(source.topic().topic(), partitions, (short) 1));
      }
      admin.createTopics(wanted).all().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  List<Answers> answers() {
    while (players.stream().anyMatch(Player::hasNext)) {
      List<Integer> asking =
          IntStream.range(0, players.size()).filter(i -> players.get(i).hasNext()).boxed().toList();
      asking.forEach(this::produceWhatIsSeen);
      producer.flush();
      asking.forEach(this::answer);
    }
    served.ifPresent(this::requireGivenAgain);
    return players.stream().map(player -> new Answers(player.answers)).toList();
  }

  private void requireGivenAgain(ServedArchive archive) {
    Map<Object, ArrayRow> told = new HashMap<>();
    players.forEach(player -> told.putAll(player.answers));
    if (!told.isEmpty()) {
      archive.requireGivenAgain(produced, told);
    }
  }

  private void produceWhatIsSeen(int number) {
    for (Placed event : players.get(number).newlySeen()) {
      Source source = source(event);
      byte[] value = source.encoder().encode(event.logged().row(source.schema()));
      records += players.get(number).entities.liveRecords(event);
      produced.merge(source.topic().topic(), 1L, Long::sum);
      // Failures show in the flush: the record is not there then.
      var unused =
          producer.send(
              new ProducerRecord<>(source.topic().topic(), partition(number, event), null, value));
    }
  }

  private Source source(Placed event) {
    return Objects.requireNonNull(sources.get(event.logged().stream()));
  }

  private int partition(int number, Placed event) {
    return number * partitionsEach + event.logged().partition();
  }

  private void answer(int number) {
    Player player = players.get(number);
    Placed ask = player.next();
    ArrayRow row = ask.logged().row(plan.askStream());
    List<EntityAnswer.Answered> answers = new ArrayList<>();
    for (EntityAsk entity : asks.entities(row)) {
      answers.add(answerOf(entity, expected(number, entity, ask)));
    }
    ArrayRow columns = ArrayRow.ofSize(plan.features().size());
    asks.features(row, answers, columns);
    player.answers.put(player.scenario.idOf(ask), columns);
    served.ifPresent(archive -> archive.serve(row));
  }

  /// The positions up to which an entity's events are to be applied.
  private Map<String, Long> expected(int number, EntityAsk asked, Placed ask) {
    Bytes key = Bytes.of(Base64.getUrlDecoder().decode(asked.key()));
    Player player = players.get(number);
    Map<String, Long> last = new HashMap<>();
    for (EntityLog.EntityRecord record : player.entities.records(new Entity(asked.kind(), key))) {
      if (player.sees(ask, record.event())) {
        String topic = source(record.event()).topic().topic();
        last.put(topic + "-" + partition(number, record.event()), record.event().offset());
      }
    }
    return last;
  }

  /// What the application says once it has come so far; what it says at last, if it never does. An
  /// entity of which nothing matters any more is forgotten, and its positions with it: then all
  /// that was produced is to be applied.
  private EntityAnswer.Answered answerOf(EntityAsk asked, Map<String, Long> expected) {
    List<EntityAnswer> latest = new ArrayList<>();
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> {
                boolean hasAppliedAll = application.counts().applied() >= records;
                latest.addFirst(application.answer(asked));
                return latest.getFirst() instanceof EntityAnswer.Answered answered
                    && (positions(answered).equals(expected)
                        || (hasAppliedAll && isPart(positions(answered), expected)));
              });
    } catch (ConditionTimeoutException neverSoFar) {
      // The values will differ.
    }
    if (latest.getFirst() instanceof EntityAnswer.Answered answered) {
      return answered;
    }
    throw new IllegalStateException(
        "Application of %s, %s: %s after %s; expected an answer at %s"
            .formatted(plan.name(), application.state(), latest.getFirst(), PATIENCE, expected));
  }

  private static boolean isPart(Map<String, Long> positions, Map<String, Long> all) {
    return all.entrySet().containsAll(positions.entrySet());
  }

  private static Map<String, Long> positions(EntityAnswer.Answered answered) {
    Map<String, Long> positions = new HashMap<>();
    for (SourcePosition position : answered.positions()) {
      positions.put(position.topic() + "-" + position.partition(), position.offset());
    }
    return positions;
  }

  @Override
  public void close() {
    served.ifPresent(ServedArchive::close);
    application.close();
    producer.close();
  }

  /// Where a stream's events are produced.
  private record Source(StreamSchema schema, EventTopic topic, EventEncoder encoder) {}

  /// How far one scenario is.
  private static final class Player {
    private final Scenario scenario;
    private final EntityLog entities;
    private final List<Placed> asks;
    private final List<Placed> unseen;
    private final Map<Object, ArrayRow> answers = new HashMap<>();

    Player(Scenario scenario, Program program) {
      this.scenario = scenario;
      entities = new EntityLog(scenario, program, new ValuePool());
      asks = new ArrayList<>(scenario.asksInOrderOfSight());
      unseen = new ArrayList<>(scenario.placed());
      List<String> streams = scenario.plan().streams().stream().map(StreamSchema::name).toList();
      unseen.removeIf(event -> !streams.contains(event.logged().stream()));
    }

    boolean hasNext() {
      return !asks.isEmpty();
    }

    Placed next() {
      return asks.removeFirst();
    }

    /// What the next ask sees and none before it saw, in the order of the log.
    List<Placed> newlySeen() {
      List<Placed> seen = unseen.stream().filter(event -> sees(asks.getFirst(), event)).toList();
      unseen.removeAll(seen);
      return seen;
    }

    boolean sees(Placed ask, Placed event) {
      return scenario.sees(ask, event);
    }
  }
}
