package roundhouse.featureengine.service.answer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.stream.event.EventEncoder;
import roundhouse.featureengine.stream.event.EventTopic;

/// Writes answers to a topic, which the archiver archives. An answer is not held up by it: what
/// does not fit into the producer's memory, or is not taken by Kafka in time, is lost, counted and
/// logged.
public final class KafkaAnswerLog implements AnswerLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaAnswerLog.class);

  private static final int METADATA_TRIES = 50;

  private final Plan plan;
  private final String planHash;
  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final Counter kept;
  private final Counter lost;
  private volatile String lastTrouble = "";

  /// @param kafka how to reach it: `bootstrap.servers` and security
  public KafkaAnswerLog(Plan plan, String topic, Map<String, Object> kafka, MeterRegistry meters) {
    this.plan = plan;
    planHash = plan.hash();
    this.topic = topic;
    Map<String, Object> configuration = new HashMap<>(kafka);
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    // An answer does not wait for Kafka: without metadata, or with a full buffer, it is soon lost.
    configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 100);
    producer =
        new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    kept =
        Counter.builder("roundhouse.features.answers.kept")
            .description("Answers that Kafka has taken")
            .register(meters);
    lost =
        Counter.builder("roundhouse.features.answers.lost")
            .description("Answers that were served but not kept; alarm above 0")
            .register(meters);
    awaitMetadata();
  }

  /// The first answer would be lost where its topic is not known within what an answer waits.
  private void awaitMetadata() {
    for (int i = 0; i < METADATA_TRIES; i++) {
      try {
        producer.partitionsFor(topic);
        return;
      } catch (TimeoutException notYet) {
        LOG.debug("Kafka does not tell of topic {} yet", topic, notYet);
      }
    }
  }

  /// The answers' topic.
  public static EventTopic topic(String name) {
    return EventTopic.ofJson(name, AnswerEvents.SCHEMA);
  }

  @Override
  public void keep(List<Answer> answers) {
    EventEncoder encoder = topic(topic).newEncoder();
    for (Answer answer : answers) {
      byte[] event = encoder.encode(AnswerEvents.rowOf(plan, planHash, answer));
      try {
        var _ = producer.send(new ProducerRecord<>(topic, event), (_, failure) -> count(failure));
      } catch (KafkaException failure) {
        count(failure);
      }
    }
  }

  private void count(@Nullable Exception failure) {
    if (failure == null) {
      kept.increment();
      lastTrouble = "";
      return;
    }
    lost.increment();
    String trouble = String.valueOf(failure.getMessage());
    if (!trouble.equals(lastTrouble)) {
      LOG.error("Answers are served but not kept: {}", trouble);
      lastTrouble = trouble;
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
