package roundhouse.featureengine.stream.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBrokerIT {
  @TempDir private Path folder;

  @Test
  void brokerComesBackAtItsAddressWithItsRecords() throws Exception {
    String address;
    try (LocalBroker broker = LocalBroker.start(folder)) {
      address = broker.bootstrapServers();
      put(address, "before");
    }
    try (LocalBroker broker = LocalBroker.start(folder)) {
      assertThat(broker.bootstrapServers()).isEqualTo(address);
      assertThat(read(address)).isEqualTo("before");
    }
  }

  private static void put(String address, String value) throws Exception {
    Map<String, Object> configuration = Map.of("bootstrap.servers", address);
    try (Admin admin = Admin.create(configuration);
        var producer =
            new KafkaProducer<>(
                configuration, new ByteArraySerializer(), new ByteArraySerializer())) {
      admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
      producer.send(new ProducerRecord<>("kept", value.getBytes(StandardCharsets.UTF_8))).get();
    }
  }

  private static String read(String address) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", address, "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition("kept", 0)));
      ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(20));
      return new String(records.iterator().next().value(), StandardCharsets.UTF_8);
    }
  }
}
