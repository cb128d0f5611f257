package roundhouse.featureengine.service.archive;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import roundhouse.featureengine.batch.archive.ArchiveEntry;
import roundhouse.featureengine.batch.archive.ArchivedPartition;
import roundhouse.featureengine.stream.event.EventDecoder;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.featureengine.stream.event.PoisonedEventException;
import roundhouse.storage.ObjectStore;

/// Writes topics to the object store as they are: every record of every partition once, events as
/// Parquet with where each came from, what is no event aside.
///
/// Where a partition stands is what its chain in the store says, never an offset kept in Kafka. So
/// an archiver may be killed anywhere: its successor reads on from the chain's head. Archivers
/// share the partitions by their consumer group; two that believe they own the same one race to
/// append one entry, and the one that comes late starts again after it.
///
/// It runs on a thread of its own. On any failure it drops what it has not committed, says what is
/// the matter, and begins again.
public final class Archiver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BEFORE_AGAIN = Duration.ofSeconds(1);

  private final ObjectStore store;
  private final Map<String, EventTopic> topics;
  private final ArchiverLimits limits;
  private final Path scratch;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Map<String, Object> kafka;
  private final Thread thread = Thread.ofPlatform().name("archiver").unstarted(this::run);
  private volatile boolean closed;
  private volatile String trouble = "";
  private volatile Set<TopicPartition> lost = Set.of();
  private volatile long lag;

  /// @param kafka how to reach it: `bootstrap.servers` and security; the consumer group's name
  /// @param topics what to archive; every field of a topic's schema is kept, whether a plan reads
  ///   it or not
  /// @param scratch folder on this machine for open segments, used by no other process
  public Archiver(
      ObjectStore store,
      Map<String, Object> kafka,
      List<EventTopic> topics,
      ArchiverLimits limits,
      Path scratch,
      Clock clock,
      MeterRegistry meters) {
    this.store = store;
    this.topics =
        topics.stream()
            .collect(
                Collectors.toMap(
                    EventTopic::topic, Function.identity(), (one, other) -> one, TreeMap::new));
    this.limits = limits;
    this.scratch = scratch;
    this.clock = clock;
    this.meters = meters;
    this.kafka = new HashMap<>(kafka);
    this.kafka.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    this.kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    this.kafka.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // What a transaction took back was never seen by a stream either.
    this.kafka.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    meter();
  }

  public void start() {
    thread.start();
  }

  /// What keeps it from archiving; empty where nothing does.
  public String trouble() {
    return trouble;
  }

  /// Ends it; what is not committed is read again by whoever comes next.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try (Run run = new Run()) {
        run.follow();
      } catch (InterruptException | WakeupException ended) {
        // The end of the process.
      } catch (RuntimeException failure) {
        report(String.valueOf(failure.getMessage()));
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(BEFORE_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Logs a trouble once, and its end.
  private void report(String now) {
    if (!now.equals(trouble) && !closed) {
      if (now.isEmpty()) {
        LOG.info("Archiving again");
      } else {
        LOG.error("Archiving waits: {}", now);
      }
      trouble = now;
    }
  }

  private void meter() {
    Gauge.builder(
            "roundhouse.archiver.trouble", this, archiver -> archiver.trouble.isEmpty() ? 0 : 1)
        .description("1 while nothing can be archived; alarm above 0")
        .register(meters);
    Gauge.builder("roundhouse.archiver.partitions.lost", this, archiver -> archiver.lost.size())
        .description(
            "Partitions whose records were deleted before they were archived; alarm above 0")
        .register(meters);
    Gauge.builder("roundhouse.archiver.lag", this, archiver -> archiver.lag)
        .description("Records of this archiver's partitions that are read but not archived yet")
        .register(meters);
  }

  /// From a start of the consumer to its end, by whatever.
  private final class Run implements AutoCloseable, ConsumerRebalanceListener {
    private final Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    private final Map<String, EventDecoder> decoders = new HashMap<>();
    private final Map<TopicPartition, Partition> partitions = new HashMap<>();
    private final Set<TopicPartition> outOfRange = new HashSet<>();

    void follow() {
      topics.forEach((name, topic) -> decoders.put(name, topic.newDecoder()));
      topics.keySet().forEach(this::begin);
      consumer.subscribe(topics.keySet(), this);
      while (!closed) {
        poll();
        partitions.values().forEach(Partition::commitIfDue);
        lag = partitions.values().stream().mapToLong(Partition::pending).sum();
        if (outOfRange.isEmpty()) {
          report("");
        }
      }
    }

    /// Begins the archives of all partitions, so that a reader can tell how many there are.
    private void begin(String topic) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      if (all.isEmpty()) {
        throw new IllegalStateException(
            "Topic '%s': not there; expected a topic to archive; create it or correct its name"
                .formatted(topic));
      }
      consumer
          .beginningOffsets(all)
          .forEach(
              (partition, offset) ->
                  ArchivedPartition.of(store, topic, partition.partition()).start(offset));
    }

    private void poll() {
      try {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        partitions.values().forEach(partition -> partition.isOvertaken = false);
        for (ConsumerRecord<byte[], byte[]> record : records) {
          Partition partition =
              partitions.get(new TopicPartition(record.topic(), record.partition()));
          if (partition != null) {
            partition.add(record);
          }
        }
      } catch (OffsetOutOfRangeException gone) {
        outOfRange.addAll(gone.partitions());
        lost = Set.copyOf(outOfRange);
        consumer.pause(gone.partitions());
        report(
            "Partitions %s: their records after %s were deleted before they were archived; expected retention to outlast the archiver's absence; restore them or begin archives under new topics"
                .formatted(gone.partitions(), gone.offsetOutOfRangePartitions()));
      }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      for (TopicPartition each : assigned) {
        Partition partition = new Partition(each);
        partitions.put(each, partition);
        partition.seekToHead();
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      for (TopicPartition each : revoked) {
        Partition partition = partitions.remove(each);
        if (partition != null) {
          partition.close();
        }
      }
    }

    @Override
    public void close() {
      partitions.values().forEach(Partition::close);
      partitions.clear();
      // The interrupt that ended the run would cut the leave-taking from the group short.
      boolean interrupted = Thread.interrupted();
      consumer.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    /// One partition of this archiver.
    private final class Partition implements AutoCloseable {
      private final TopicPartition id;
      private final EventTopic topic;
      private final ArchivedPartition archive;
      private Segment segment;
      private Instant firstReadAt = Instant.MAX;

      /// Whether the rest of what was polled is to be read again from elsewhere.
      private boolean isOvertaken;

      Partition(TopicPartition id) {
        this.id = id;
        topic = Objects.requireNonNull(topics.get(id.topic()));
        archive = ArchivedPartition.of(store, id.topic(), id.partition());
        segment = open();
      }

      private Segment open() {
        ArchiveEntry head = archive.head().orElseThrow();
        return new Segment(topic, head, scratch.resolve(id.toString()));
      }

      void seekToHead() {
        consumer.seek(id, segment.before().nextOffset());
      }

      void add(ConsumerRecord<byte[], byte[]> record) {
        if (segment.endsBefore(record.timestamp())) {
          commit(record.offset());
        }
        if (isOvertaken) {
          return;
        }
        if (segment.records() == 0) {
          firstReadAt = clock.instant();
        }
        EventDecoder decoder = Objects.requireNonNull(decoders.get(id.topic()));
        try {
          segment.add(record, decoder.decode(record.value()));
        } catch (PoisonedEventException poison) {
          segment.putAside(record, String.valueOf(poison.getMessage()));
        }
        if (segment.records() >= limits.records()) {
          commit(record.offset() + 1);
        }
      }

      void commitIfDue() {
        if (segment.records() > 0 && !clock.instant().isBefore(firstReadAt.plus(limits.age()))) {
          commit(consumer.position(id));
        }
      }

      private void commit(long nextOffset) {
        boolean committed = segment.commit(store, archive, nextOffset);
        long records = segment.records();
        long refused = segment.refusedRecords();
        segment.close();
        segment = open();
        if (committed) {
          meters
              .counter("roundhouse.archiver.records", "topic", id.topic())
              .increment((double) records);
          meters
              .counter("roundhouse.archiver.refused", "topic", id.topic())
              .increment((double) refused);
        }
        // Whoever wrote it, and also where another has gone on after this one's own entry.
        if (segment.before().nextOffset() != nextOffset) {
          LOG.info(
              "Partition {}: another archiver has archived it up to offset {}",
              id,
              segment.before().nextOffset());
          isOvertaken = true;
          seekToHead();
        }
      }

      long pending() {
        return segment.records();
      }

      @Override
      public void close() {
        segment.close();
      }
    }
  }
}
