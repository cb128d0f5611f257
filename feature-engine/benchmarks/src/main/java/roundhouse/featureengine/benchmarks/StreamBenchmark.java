package roundhouse.featureengine.benchmarks;

import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.hours;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import roundhouse.featureengine.benchmarks.KernelBenchmark.Payment;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.stream.AskReader;
import roundhouse.featureengine.stream.EntityAnswer.AlreadyApplied;
import roundhouse.featureengine.stream.EntityAnswer.Answered;
import roundhouse.featureengine.stream.EntityAnswer.HeldBy;
import roundhouse.featureengine.stream.EntityAnswer.Unavailable;
import roundhouse.featureengine.stream.EntityAsk;
import roundhouse.featureengine.stream.SourcePosition;
import roundhouse.featureengine.stream.StreamApplication;
import roundhouse.featureengine.stream.StreamOptions;
import roundhouse.featureengine.stream.broker.LocalBroker;
import roundhouse.featureengine.stream.event.AvroSchemas;
import roundhouse.featureengine.stream.event.EventEncoder;
import roundhouse.featureengine.stream.event.EventTopic;

/// How fast a stream application is, exactly once, through a real broker in a process of its own on
/// this machine.
///
/// Prints sustained payments a second for twenty features by card, beside a topology that re-keys
/// and stores the same events and computes nothing; how long after it was sent an event is visible,
/// beside the commit interval that bounds it; and how long the feature service takes over HTTP at a
/// stated rate of asks.
///
/// Options: `--events N` payments (default 1,200,000), `--rounds N` of each (default 5).
public final class StreamBenchmark implements AutoCloseable {
  private static final String TOPIC = "payment";
  private static final int SOURCE_PARTITIONS = 2;
  private static final int CARDS_ONE_IN = 20;

  /// Until so much of the events is applied, code is being compiled and the application joins.
  private static final double WARM_UP = 0.25;

  /// The id of asks that never become events.
  private static final long UNSENT = -1;

  private static final Duration LATER = Duration.ofMinutes(10);
  private static final String ANSWERS = "feature-answers";
  private static final int ASKS_PER_SECOND = 500;
  private static final int ASKS = 15_000;
  private static final int FIRST_ASKS = 5_000;
  private static final int TIMED_EVENTS_PER_SECOND = 200;
  private static final int TIMED_EVENTS = 3_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final Process broker;
  private final String address;
  private final StreamSchema schema = KernelBenchmark.PAYMENTS.schema();
  private final EventTopic topic = EventTopic.ofAvro(TOPIC, schema, AvroSchemas.of(schema));
  private final KafkaProducer<byte[], byte[]> producer;
  private final EventEncoder encoder = topic.newEncoder();
  private final Random random = new Random(42);
  private final int events;
  private long sent;

  private StreamBenchmark(Path folder, int events) throws IOException {
    this.folder = folder;
    this.events = events;
    broker = startBroker(folder.resolve("broker"));
    address = firstLine(broker);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", address, "linger.ms", 5, "compression.type", "lz4"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("stream-benchmark-");
    try (StreamBenchmark benchmark =
        new StreamBenchmark(folder, option(arguments, "--events", 1_200_000))) {
      benchmark.run(option(arguments, "--rounds", 5));
    } finally {
      delete(folder);
    }
  }

  /// Twenty features of a card, as those of the peers and more of their kind.
  private static Plan plan(int version) {
    EntityEvents<Payment, Payment> ofCard =
        KernelBenchmark.PAYMENTS.where(Payment::card).equalTo(Payment::card);
    FeatureSet<Payment> features =
        FeatureSet.askedBy(KernelBenchmark.PAYMENTS).named("payments-live").version(version);
    List<Map.Entry<String, Duration>> windows =
        List.of(Map.entry("1h", hours(1)), Map.entry("24h", hours(24)), Map.entry("7d", days(7)));
    for (Map.Entry<String, Duration> window : windows) {
      String name = window.getKey();
      Duration length = window.getValue();
      features =
          features
              .feature("count_" + name, ofCard.count().within(length))
              .feature("sum_" + name, ofCard.sum(Payment::amount).within(length))
              .feature("mean_" + name, ofCard.mean(Payment::amount).within(length))
              .feature("max_" + name, ofCard.max(Payment::amount).within(length))
              .feature("min_" + name, ofCard.min(Payment::amount).within(length))
              .feature("last_" + name, ofCard.last(Payment::amount).within(length));
    }
    return features
        .feature("distinct_7d", ofCard.distinct(Payment::amount).within(days(7)))
        .feature("minutes_since", ofCard.minutesSinceLast().within(days(7)))
        .plan();
  }

  private void run(int rounds) throws Exception {
    createTopic();
    fill();
    // The first of each compiles Kafka's code for both.
    storingRate(rounds);
    computingRate(rounds);
    double[] ratios = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      Rate storing = storingRate(round);
      Rate computing = computingRate(round);
      System.out.printf(
          "stream %s, storing only %s, exactly once, commit each %d ms%n",
          computing, storing, options(0).commitInterval().toMillis());
      ratios[round] = computing.eventsPerSecond() / storing.eventsPerSecond();
    }
    Arrays.sort(ratios);
    System.out.printf("ratio stream-vs-noop %.2f%n", ratios[rounds / 2]);
    Program program = Program.of(plan(rounds));
    try (StreamApplication application = StreamApplication.start(program, options(rounds))) {
      application.awaitRunning(PATIENCE);
      await(application::state, () -> application.counts().applied(), events);
      printVisibility(application);
      printAnswers(application);
    }
  }

  private Rate computingRate(int round) throws Exception {
    try (StreamApplication application =
        StreamApplication.start(Program.of(plan(100 + round)), options(100 + round))) {
      return rate(application::state, () -> application.counts().applied());
    }
  }

  private Rate storingRate(int round) throws InterruptedException {
    try (StoringTopology storing =
        new StoringTopology("storing-" + round, TOPIC, options(200 + round))) {
      return rate(storing::state, storing::stored);
    }
  }

  /// Of what comes after the warm-up.
  private Rate rate(Supplier<?> state, LongSupplier applied) throws InterruptedException {
    long warm = await(state, applied, (long) (events * WARM_UP));
    long atWarm = applied.getAsLong();
    Duration cpuAtWarm = cpu();
    long end = await(state, applied, events);
    double timed = events - atWarm;
    return new Rate(timed * 1e9 / (end - warm), cpu().minus(cpuAtWarm).toNanos() / 1e3 / timed);
  }

  /// The processors' time that this process and the broker have taken.
  private Duration cpu() {
    return Stream.of(ProcessHandle.current(), broker.toHandle())
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /// @param cpuMicrosPerEvent of all processors together, the broker's part included
  private record Rate(double eventsPerSecond, double cpuMicrosPerEvent) {
    @Override
    public String toString() {
      return "events/s %.0f (%.1f CPU-µs an event)".formatted(eventsPerSecond, cpuMicrosPerEvent);
    }
  }

  /// When so much was applied; gives up once nothing more is.
  ///
  /// @param state of the application, for the message
  private static long await(Supplier<?> state, LongSupplier applied, long count)
      throws InterruptedException {
    long last = -1;
    long deadline = 0;
    for (long now = applied.getAsLong(); now < count; now = applied.getAsLong()) {
      if (now > last) {
        last = now;
        deadline = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "Application in state %s: %d of %d events applied, and no more for %s"
                .formatted(state.get(), now, count, PATIENCE));
      }
      Thread.sleep(2);
    }
    return System.nanoTime();
  }

  /// Sends events at a slow rate, and looks for each until an answer holds it.
  private void printVisibility(StreamApplication application) throws Exception {
    AskReader reader = AskReader.of(application.program());
    Queue<Waiting> waiting = new ArrayDeque<>();
    List<Long> nanos = new ArrayList<>();
    long start = System.nanoTime();
    long deadline = start + PATIENCE.toNanos();
    for (int i = 0; i < TIMED_EVENTS || !waiting.isEmpty(); ) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%d of %d events sent, %d not visible after %s; the application: %s"
                .formatted(i, TIMED_EVENTS, waiting.size(), PATIENCE, application.state()));
      }
      long due = start + i * (1_000_000_000L / TIMED_EVENTS_PER_SECOND);
      if (i < TIMED_EVENTS && System.nanoTime() >= due) {
        ArrayRow event = payment();
        waiting.add(
            new Waiting(
                later(reader.entities(ask(event, application)).getFirst()),
                producer.send(record(event)),
                System.nanoTime()));
        i++;
      }
      waiting.removeIf(
          each -> {
            boolean visible = isVisible(application, each);
            if (visible) {
              nanos.add(System.nanoTime() - each.sentNanos());
            }
            return visible;
          });
      LockSupport.parkNanos(500_000);
    }
    System.out.printf(
        "stream event-to-visible p50 %.0f ms, p99 %.0f ms at %d events/s; commit interval %d ms%n",
        percentile(nanos, 0.5) / 1e6,
        percentile(nanos, 0.99) / 1e6,
        TIMED_EVENTS_PER_SECOND,
        options(0).commitInterval().toMillis());
    System.out.printf("ratio event-to-visible-p99-ms %.0f%n", percentile(nanos, 0.99) / 1e6);
  }

  private record Waiting(EntityAsk ask, Future<RecordMetadata> sent, long sentNanos) {}

  /// An ask that no other event of the card can be ahead of.
  private static EntityAsk later(EntityAsk ask) {
    long later = LATER.toNanos() / 1000;
    return new EntityAsk(
        ask.kind(),
        ask.key(),
        ask.askId(),
        ask.askTimeMicros() + later,
        ask.askKnownAtMicros() + later);
  }

  private static boolean isVisible(StreamApplication application, Waiting event) {
    try {
      if (!event.sent().isDone()) {
        return false;
      }
      RecordMetadata at = event.sent().get();
      return switch (application.answer(event.ask())) {
        case Answered answer ->
            answer.positions().stream()
                .filter(position -> position.partition() == at.partition())
                .mapToLong(SourcePosition::offset)
                .anyMatch(offset -> offset >= at.offset());
        // It is asked about as the event that it is.
        case AlreadyApplied _ -> true;
        case HeldBy _, Unavailable _ -> false;
      };
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("Event was not sent", e);
    }
  }

  /// Asks over HTTP at a fixed rate, while events keep coming: of a service that has just started,
  /// whose code is being compiled on the cores that run it, and of the same once that is done.
  private void printAnswers(StreamApplication application) throws InterruptedException {
    AtomicBoolean ends = new AtomicBoolean();
    Thread sender = Thread.ofPlatform().start(() -> keepSending(ends));
    try (ServiceLoad load = new ServiceLoad(application, address, ANSWERS)) {
      var _ = load.ask(FIRST_ASKS, ASKS_PER_SECOND, this::askBody);
      print("just-started-service", load.ask(ASKS, ASKS_PER_SECOND, this::askBody));
      var _ = load.ask(ASKS, ASKS_PER_SECOND, this::askBody);
      print("service", load.ask(ASKS, ASKS_PER_SECOND, this::askBody));
    } finally {
      ends.set(true);
      sender.join();
    }
  }

  private static void print(String name, long[] sortedNanos) {
    System.out.printf(
        "stream %s over HTTP, 20 features: p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, most %.2f ms at %d asks/s, open loop, beside %d events/s%n",
        name,
        ServiceLoad.percentile(sortedNanos, 0.5) / 1e6,
        ServiceLoad.percentile(sortedNanos, 0.9) / 1e6,
        ServiceLoad.percentile(sortedNanos, 0.99) / 1e6,
        ServiceLoad.percentile(sortedNanos, 0.999) / 1e6,
        sortedNanos[sortedNanos.length - 1] / 1e6,
        ASKS_PER_SECOND,
        TIMED_EVENTS_PER_SECOND);
    System.out.printf(
        "ratio %s-p99-ms %.2f%n", name, ServiceLoad.percentile(sortedNanos, 0.99) / 1e6);
  }

  private void keepSending(AtomicBoolean ends) {
    while (!ends.get()) {
      var unused = producer.send(record(payment()));
      LockSupport.parkNanos(1_000_000_000L / TIMED_EVENTS_PER_SECOND);
    }
  }

  /// Asks of the same cards, as of some minutes later: a slow one is behind no event.
  private String askBody() {
    ArrayRow payment = unsentPayment();
    StringBuilder fields = new StringBuilder();
    for (String name : schema.fieldNames()) {
      Object value =
          name.equals(schema.id()) ? (Object) UNSENT : payment.valueAt(schema.indexOf(name));
      fields
          .append(fields.isEmpty() ? "" : ",")
          .append("\"%s\":".formatted(name))
          .append(
              name.equals(schema.knownAt())
                  ? "\"%s\""
                      .formatted(Micros.instant((Long) Objects.requireNonNull(value)).plus(LATER))
                  : value);
    }
    return "{\"ask\":{%s}}".formatted(fields);
  }

  private static double percentile(List<Long> nanos, double share) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.get((int) (share * (sorted.size() - 1)));
  }

  private void createTopic() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(TOPIC, SOURCE_PARTITIONS, (short) 1),
                  new NewTopic(ANSWERS, SOURCE_PARTITIONS, (short) 1)))
          .all()
          .get();
    }
  }

  private void fill() {
    for (int i = 0; i < events; i++) {
      var unused = producer.send(record(payment()));
    }
    producer.flush();
  }

  /// The next payment; cards are skewed as in the peers' data.
  private synchronized ArrayRow payment() {
    return payment(sent++);
  }

  /// As of the latest one, which is not sent.
  private synchronized ArrayRow unsentPayment() {
    return payment(sent);
  }

  private ArrayRow payment(long id) {
    long card = (long) (Math.pow(random.nextDouble(), 3) * events / CARDS_ONE_IN);
    double amount = Math.rint(Math.exp(random.nextDouble() * 4) * 100) / 100;
    // After those of 90 days time passes as it does.
    long time =
        1_700_000_000_000_000L
            + Math.min(id, events) * (days(90).toNanos() / 1000 / events)
            + Math.max(0, id - events) * (1_000_000 / TIMED_EVENTS_PER_SECOND);
    return ArrayRow.of(
        schema.fieldNames().stream()
            .<Object>map(
                name ->
                    switch (name) {
                      case "id" -> id;
                      case "card" -> card;
                      case "amount" -> amount;
                      default -> time;
                    })
            .toArray());
  }

  /// A payment with the fields of the plan's asks in their order.
  private ArrayRow ask(ArrayRow payment, StreamApplication application) {
    return ArrayRow.of(
        application.program().plan().askStream().fieldNames().stream()
            .map(name -> payment.valueAt(schema.indexOf(name)))
            .toArray());
  }

  private ProducerRecord<byte[], byte[]> record(ArrayRow payment) {
    long card = payment.longAt(schema.indexOf("card"));
    return new ProducerRecord<>(
        TOPIC, ByteBuffer.allocate(8).putLong(card).array(), encoder.encode(payment));
  }

  private StreamOptions options(int instance) {
    return StreamOptions.local(address, List.of(topic), folder.resolve("state-" + instance));
  }

  private static Process startBroker(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            LocalBroker.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("127.0.0.1:")) {
        return line;
      }
    }
    throw new IOException("The broker does not start");
  }

  private static int option(String[] arguments, String name, int otherwise) {
    int at = Arrays.asList(arguments).indexOf(name);
    return at < 0 ? otherwise : Integer.parseInt(arguments[at + 1]);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    producer.close();
    broker.destroy();
    if (broker.onExit().completeOnTimeout(broker, 1, TimeUnit.MINUTES).join().isAlive()) {
      broker.destroyForcibly();
    }
  }
}
