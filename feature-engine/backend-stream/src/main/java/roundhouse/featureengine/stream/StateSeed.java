package roundhouse.featureengine.stream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
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
  private final Program program;
  private final Plan plan;
  private final StreamOptions options;
  private final ObjectStore store;
  private final StateManifest manifest;
  private final List<EntityKind> kinds;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  private StateSeed(
      Program program, StreamOptions options, ObjectStore store, StateManifest manifest) {
    this.program = program;
    plan = program.plan();
    this.options = options;
    this.store = store;
    this.manifest = manifest;
    kinds = EntityKinds.ofFeatures(program);
  }

  /// Plants the state, unless the application has run already. Offsets are set last: what was
  /// interrupted before is done again, to the same end.
  ///
  /// @throws IllegalArgumentException if the state is another plan's, or does not say where to go
  ///   on in a topic that is read
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
      String group = StreamApplication.idOf(plan);
      if (!StreamTopics.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
          .isEmpty()) {
        return;
      }
      Map<TopicPartition, OffsetAndMetadata> offsets = offsets(admin);
      createChangelogs(admin, offsets);
      writeChangelogs(offsets);
      StreamTopics.await(admin.alterConsumerGroupOffsets(group, offsets).all());
    }
  }

  /// Where to go on in each source partition.
  private Map<TopicPartition, OffsetAndMetadata> offsets(Admin admin) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (String topic : topicsRead()) {
      int partitions =
          StreamTopics.await(admin.describeTopics(List.of(topic)).allTopicNames())
              .values()
              .iterator()
              .next()
              .partitions()
              .size();
      for (int partition = 0; partition < partitions; partition++) {
        Optional<Position> position = position(topic, partition);
        if (position.isPresent()) {
          offsets.put(
              new TopicPartition(topic, partition),
              new OffsetAndMetadata(position.get().nextOffset()));
        } else {
          problems.add("%s-%d".formatted(topic, partition));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "State of %s: does not say where to go on in %s; emit it from an archive of these topics"
              .formatted(plan.reference(), String.join(", ", problems)));
    }
    return offsets;
  }

  private Optional<Position> position(String topic, int partition) {
    return manifest.positions().stream()
        .filter(each -> topic.equals(each.topic()) && each.partition() == partition)
        .findFirst();
  }

  private List<String> topicsRead() {
    return EntityKinds.streamsRead(kinds).stream()
        .map(stream -> options.topicOf(plan.streams().get(stream).name()).topic())
        .toList();
  }

  private void createChangelogs(Admin admin, Map<TopicPartition, OffsetAndMetadata> offsets) {
    // All intakes are steps of one part of the topology, which has as many tasks as its widest
    // topic.
    int tasks = offsets.keySet().stream().mapToInt(TopicPartition::partition).max().orElse(0) + 1;
    create(admin, changelog(EntityStore.NAME), options.entityPartitions());
    for (int stream : EntityKinds.streamsRead(kinds)) {
      create(admin, changelog(IntakeStore.nameOf(plan.streams().get(stream).name())), tasks);
    }
  }

  private void create(Admin admin, String topic, int partitions) {
    NewTopic changelog =
        new NewTopic(topic, partitions, (short) options.replicas().topic())
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    try {
      StreamTopics.await(admin.createTopics(List.of(changelog)).all());
    } catch (TopicExistsException e) {
      // An earlier attempt was interrupted.
    }
  }

  private String changelog(String storeName) {
    return StreamApplication.idOf(plan) + "-" + storeName + "-changelog";
  }

  private void writeChangelogs(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      writeEntities(producer);
      for (int stream : EntityKinds.streamsRead(kinds)) {
        writeIntakes(stream, offsets, producer);
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw new KafkaException(
          "State of %s: its changelogs could not be written; start again"
              .formatted(plan.reference()),
          failure.get());
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> properties = ClientConfiguration.admin(options);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    // The topics are new: a batch refused by a leader that is not ready must not be overtaken.
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
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

  private void send(
      KafkaProducer<byte[], byte[]> producer,
      String topic,
      int partition,
      byte[] key,
      byte[] value) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic, partition, key, value),
            (_, thrown) -> {
              if (thrown != null) {
                failure.compareAndSet(null, thrown);
              }
            });
  }

  /// Reads a file whose bytes are those that the manifest promised.
  private void read(StateFile file, Consumer<EntityState> consumer) {
    ObjectKey key = ObjectKey.of(file.file());
    byte[] bytes = store.read(key);
    try (StateFileReader reader = new StateFileReader(new ByteArrayInputStream(bytes))) {
      if (!Digests.sha256Hex(bytes).equals(file.sha256())) {
        throw new CorruptObjectException(
            key, store.location(), "expected sha256 " + file.sha256(), null);
      }
      for (Optional<EntityState> next = reader.next(); next.isPresent(); next = reader.next()) {
        consumer.accept(next.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("State file '%s'".formatted(file.file()), e);
    }
  }

  private int streamOf(String name) {
    return plan.streams().indexOf(plan.stream(name));
  }
}
