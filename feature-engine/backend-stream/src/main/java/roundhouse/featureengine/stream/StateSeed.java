package roundhouse.featureengine.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.language.state.EntityState;
import roundhouse.featureengine.language.state.StateFileReader;
import roundhouse.featureengine.language.state.StateManifest;
import roundhouse.featureengine.language.state.StateManifest.Position;
import roundhouse.featureengine.language.state.StateManifest.StateFile;
import roundhouse.featureengine.stream.entity.EntitySeed;
import roundhouse.featureengine.stream.entity.EntityStore;
import roundhouse.featureengine.stream.intake.IntakeSeed;
import roundhouse.featureengine.stream.intake.IntakeStore;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Gives an application that has never run the state that a backfill emitted: as the changelogs of
/// its stores, and as its group's offsets. Its first start is then to Kafka what any restart on a
/// new machine is.
final class StateSeed {
  private static final Logger LOGGER = LoggerFactory.getLogger(StateSeed.class);

  /// Which a broker allows unless it is told otherwise.
  private static final String LONGEST_TIMEOUT_MILLIS = "900000";

  private final Program program;
  private final Plan plan;
  private final StreamOptions options;
  private final ObjectStore store;
  private final StateManifest manifest;
  private final List<EntityKind> kinds;

  private StateSeed(
      Program program, StreamOptions options, ObjectStore store, StateManifest manifest) {
    this.program = program;
    plan = program.plan();
    this.options = options;
    this.store = store;
    this.manifest = manifest;
    kinds = EntityKinds.ofFeatures(program);
  }

  /// Plants the state, unless the application has run already. It is one transaction: killed
  /// anywhere, all of it is there or nothing. Of instances that start at once one plants; the
  /// others wait for it.
  ///
  /// @throws IllegalArgumentException if the state is another plan's, or does not say where to go
  ///   on in a topic that is read, or says a place that the topic does not hold
  /// @throws IllegalStateException if the application has instances or state of its own
  static void plant(
      Program program, StreamOptions options, ObjectStore store, StateManifest manifest) {
    new StateSeed(program, options, store, manifest).plant();
  }

  private void plant() {
    if (!manifest.planHash().equals(plan.hash())) {
      throw new IllegalArgumentException(
          "State of plan %s: expected one of %s, %s; emit the state of this version"
              .formatted(manifest.planHash(), plan.reference(), plan.hash()));
    }
    try (Admin admin = Admin.create(ClientConfiguration.admin(options))) {
      ApplicationTraces traces = new ApplicationTraces(plan, options, admin);
      if (traces.hasCommitted()) {
        return;
      }
      Map<TopicPartition, OffsetAndMetadata> offsets = offsets(admin);
      createChangelogs(admin, offsets);
      String name = StreamApplication.idOf(plan) + "-seeding";
      try (SeedingTurn turn = new SeedingTurn(name, StreamApplication.refusedTopic(plan), options);
          KafkaProducer<byte[], byte[]> producer = producer(name)) {
        turn.await(traces::hasCommitted);
        // Takes back what an earlier holder of the turn left undone, and shuts it out.
        producer.initTransactions();
        if (!traces.hasCommitted()) {
          traces.requireNoInstance();
          traces.requireNoState();
          verifyFiles();
          write(producer, offsets);
        }
      }
    }
  }

  private void write(
      KafkaProducer<byte[], byte[]> producer, Map<TopicPartition, OffsetAndMetadata> offsets) {
    String application = StreamApplication.idOf(plan);
    LOGGER.info(
        "{}: starts from a state of what was known before {}", application, manifest.knownBefore());
    long begin = System.nanoTime();
    try {
      producer.beginTransaction();
      writeEntities(producer);
      for (int stream : EntityKinds.streamsRead(kinds)) {
        writeIntakes(stream, offsets, producer);
      }
      producer.sendOffsetsToTransaction(offsets, group(application));
      producer.commitTransaction();
    } catch (KafkaException e) {
      // Else it waits for what was sent, which is taken back.
      producer.close(Duration.ZERO);
      throw new KafkaException(
          "State of %s: was not planted, in %s (%s); expected its one transaction to end within %s ms; where it takes longer, raise transaction.timeout.ms of Kafka's clients for this start, and the brokers' transaction.max.timeout.ms to as much"
              .formatted(
                  plan.reference(),
                  Duration.ofNanos(System.nanoTime() - begin),
                  e.getCause() == null ? e : e.getCause(),
                  timeoutMillis()),
          e);
    }
    LOGGER.info("{}: has its state, and goes on at {}", application, offsets);
  }

  private ConsumerGroupMetadata group(String name) {
    Map<String, Object> properties = ClientConfiguration.admin(options);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, name);
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return consumer.groupMetadata();
    }
  }

  /// Where to go on in each source partition.
  private Map<TopicPartition, OffsetAndMetadata> offsets(Admin admin) {
    List<TopicPartition> partitions = partitionsRead(admin);
    Map<TopicPartition, Long> first = offsets(admin, partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> end = offsets(admin, partitions, OffsetSpec.latest());
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      Optional<Position> position = position(partition.topic(), partition.partition());
      if (position.isEmpty()) {
        problems.add(
            "it does not say where to go on in %s; emit it from an archive of these topics"
                .formatted(partition));
        continue;
      }
      long next = position.get().nextOffset();
      offsets.put(partition, new OffsetAndMetadata(next));
      if (next < first.getOrDefault(partition, 0L) || next > end.getOrDefault(partition, 0L)) {
        problems.add(
            "it goes on at offset %d of %s, which holds %d to %d; emit a state of what is still there"
                .formatted(next, partition, first.get(partition), end.get(partition)));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "State of %s: %s".formatted(plan.reference(), String.join("; ", problems)));
    }
    return offsets;
  }

  private static Map<TopicPartition, Long> offsets(
      Admin admin, List<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    StreamTopics.await(admin.listOffsets(asked).all())
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  private List<TopicPartition> partitionsRead(Admin admin) {
    List<String> topics =
        EntityKinds.streamsRead(kinds).stream()
            .map(stream -> options.topicOf(plan.streams().get(stream).name()).topic())
            .toList();
    return StreamTopics.await(admin.describeTopics(topics).allTopicNames()).values().stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .map(each -> new TopicPartition(topic.name(), each.partition())))
        .sorted(
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
        .toList();
  }

  private Optional<Position> position(String topic, int partition) {
    return manifest.positions().stream()
        .filter(each -> topic.equals(each.topic()) && each.partition() == partition)
        .findFirst();
  }

  private void createChangelogs(Admin admin, Map<TopicPartition, OffsetAndMetadata> offsets) {
    // All intakes are steps of one part of the topology, which has as many tasks as its widest
    // topic.
    int tasks = offsets.keySet().stream().mapToInt(TopicPartition::partition).max().orElse(0) + 1;
    create(admin, changelog(EntityStore.NAME), options.entityPartitions());
    for (int stream : EntityKinds.streamsRead(kinds)) {
      String store = IntakeStore.nameOf(plan.streams().get(stream).name());
      create(admin, changelog(store), tasks);
    }
  }

  private void create(Admin admin, String topic, int partitions) {
    NewTopic changelog =
        new NewTopic(topic, partitions, (short) options.replicas().topic())
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    try {
      StreamTopics.await(admin.createTopics(List.of(changelog)).all());
    } catch (TopicExistsException e) {
      // Another instance was faster, or an earlier attempt was interrupted.
    }
  }

  private String changelog(String storeName) {
    return StreamApplication.idOf(plan) + "-" + storeName + "-changelog";
  }

  private KafkaProducer<byte[], byte[]> producer(String transactionalId) {
    Map<String, Object> properties = ClientConfiguration.admin(options);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    // The topics are new: a batch refused by a leader that is not ready must not be overtaken.
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, timeoutMillis());
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private String timeoutMillis() {
    return options
        .kafka()
        .getOrDefault(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, LONGEST_TIMEOUT_MILLIS);
  }

  private void writeEntities(KafkaProducer<byte[], byte[]> producer) {
    String changelog = changelog(EntityStore.NAME);
    EntitySeed seed =
        new EntitySeed(
            program,
            kinds,
            Micros.nearest(manifest.knownBefore()),
            options.entityPartitions(),
            (partition, key, value) -> send(producer, changelog, partition, key, value));
    for (Position position : manifest.positions()) {
      if (position.nextOffset() > 0) {
        seed.position(streamOf(position.stream()), position.partition(), position.nextOffset() - 1);
      }
    }
    seed.writePartitions();
    for (StateFile file : manifest.entities()) {
      read(file, seed::write);
    }
  }

  private void writeIntakes(
      int stream,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      KafkaProducer<byte[], byte[]> producer) {
    StreamSchema schema = plan.streams().get(stream);
    String topic = options.topicOf(schema.name()).topic();
    String changelog = changelog(IntakeStore.nameOf(schema.name()));
    IntakeSeed seed = new IntakeSeed(schema);
    for (StateFile file : manifest.seenIds()) {
      read(
          file,
          seen -> {
            if (seen.kind() == stream) {
              seed.add(seen);
            }
          });
    }
    for (TopicPartition partition : offsets.keySet()) {
      if (partition.topic().equals(topic)) {
        Instant knownThrough =
            position(topic, partition.partition()).map(Position::knownThrough).orElse(null);
        seed.write(
            knownThrough == null ? Long.MIN_VALUE : Micros.of(knownThrough),
            (key, value) -> send(producer, changelog, partition.partition(), key, value));
      }
    }
  }

  /// What could not be sent fails the transaction.
  private static void send(
      KafkaProducer<byte[], byte[]> producer,
      String topic,
      int partition,
      byte[] key,
      byte[] value) {
    var _ = producer.send(new ProducerRecord<>(topic, partition, key, value));
  }

  /// Requires the bytes that the manifest promised, before the transaction's time runs.
  private void verifyFiles() {
    Stream.concat(manifest.entities().stream(), manifest.seenIds().stream()).forEach(this::verify);
  }

  private void verify(StateFile file) {
    ObjectKey key = ObjectKey.of(file.file());
    MessageDigest digest = Digests.sha256();
    try (InputStream input = new StoredInput(store.open(key))) {
      input.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (!Digests.hex(digest.digest()).equals(file.sha256())) {
      throw new CorruptObjectException(
          key, store.location(), "expected sha256 " + file.sha256(), null);
    }
  }

  private void read(StateFile file, Consumer<EntityState> consumer) {
    try (StateFileReader reader =
        new StateFileReader(new StoredInput(store.open(ObjectKey.of(file.file()))))) {
      for (Optional<EntityState> next = reader.next(); next.isPresent(); next = reader.next()) {
        consumer.accept(next.get());
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static UncheckedIOException unreadable(StateFile file, IOException cause) {
    return new UncheckedIOException("State file '%s'".formatted(file.file()), cause);
  }

  private int streamOf(String name) {
    return plan.streams().indexOf(plan.stream(name));
  }
}
