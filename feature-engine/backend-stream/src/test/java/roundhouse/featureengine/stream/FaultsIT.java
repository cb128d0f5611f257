package roundhouse.featureengine.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.stream.broker.LocalBroker;
import roundhouse.featureengine.stream.intake.SetAside;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// After each fault, answers are the interpreter's and those of the batch backend, bit for bit.
class FaultsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void killedInstanceIsTakenOverFrom() throws Exception {
    try (LocalBroker broker = LocalBroker.start(folder.resolve("broker"));
        LiveShop shop = new LiveShop(broker.bootstrapServers(), 1);
        StreamApplication survivor =
            shop.start(shop.options(folder.resolve("state")).advertisedAs("survivor:1"))) {
      Process other =
          ShopInstance.start(
              broker.bootstrapServers(), 1, folder.resolve("state-other"), "other:1");
      try {
        await().atMost(PATIENCE).until(() -> holders(shop, survivor).contains("other"));
        shop.send(600);
        await().atMost(PATIENCE).until(() -> survivor.counts().accepted() > 0);
        shop.send(200);
      } finally {
        other.destroyForcibly().waitFor();
      }
      shop.send(200);
      shop.awaitApplied(survivor);
      assertThat(holders(shop, survivor)).isEmpty();
      requireAnswersOfInterpreterAndBatch(shop, survivor);
    }
  }

  @Test
  void brokerMayRestart() throws Exception {
    LocalBroker broker = LocalBroker.start(folder.resolve("broker"));
    String address = broker.bootstrapServers();
    try (LiveShop shop = new LiveShop(address, 1);
        StreamApplication application = shop.start(folder.resolve("state"))) {
      shop.send(600);
      await().atMost(PATIENCE).until(() -> application.counts().accepted() > 0);
      broker.close();
      assertThatThrownBy(() -> connect(address)).isInstanceOf(IOException.class);
      broker = LocalBroker.start(folder.resolve("broker"));
      shop.send(200);
      shop.awaitApplied(application);
      requireAnswersOfInterpreterAndBatch(shop, application);
    } finally {
      broker.close();
    }
  }

  @Test
  void poisonGoesAsideAndStopsNothing() throws Exception {
    try (LocalBroker broker = LocalBroker.start(folder.resolve("broker"));
        LiveShop shop = new LiveShop(broker.bootstrapServers(), 1);
        StreamApplication application = shop.start(folder.resolve("state"))) {
      Map<RecordMetadata, String> poison = new HashMap<>();
      for (int i = 0; i < 3; i++) {
        shop.send(500);
        String value = "{\"loginId\":" + i;
        poison.put(
            shop.log.sendBytes("logged-in", i % 2, value.getBytes(StandardCharsets.UTF_8)).get(),
            value);
      }
      shop.awaitApplied(application);
      requireAnswersOfInterpreterAndBatch(shop, application);
      assertThat(application.counts().poisoned()).isEqualTo(3);
      List<ConsumerRecord<byte[], byte[]>> letters =
          read(broker, StreamApplication.deadLetterTopic(shop.plan));
      assertThat(letters.stream().collect(Collectors.toMap(FaultsIT::source, FaultsIT::text)))
          .isEqualTo(
              poison.entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          sent ->
                              "%s-%d@%d"
                                  .formatted(
                                      sent.getKey().topic(),
                                      sent.getKey().partition(),
                                      sent.getKey().offset()),
                          Map.Entry::getValue)));
      assertThat(letters)
          .allSatisfy(
              letter -> assertThat(header(letter, SetAside.REASON)).contains("malformed JSON"));
      assertThat(read(broker, StreamApplication.refusedTopic(shop.plan)))
          .hasSize(
              (int)
                  (application.counts().late()
                      + application.counts().beforeTheirTime()
                      + application.counts().duplicates()));
    }
  }

  private void requireAnswersOfInterpreterAndBatch(LiveShop shop, StreamApplication application)
      throws Exception {
    Map<ArrayRow, ArrayRow> answered = shop.requireInterpretersAnswers(application);
    int id = shop.plan.askStream().indexOf(shop.plan.askStream().id());
    try (ObjectStore store = ObjectStores.onDisk(folder.resolve("store"))) {
      assertThat(BatchAnswers.of(store, shop.plan, shop.log.events(), answered.keySet()))
          .isEqualTo(
              answered.entrySet().stream()
                  .collect(
                      Collectors.toMap(each -> each.getKey().valueAt(id), Map.Entry::getValue)));
    }
  }

  /// The hosts of the entities that this instance does not hold.
  private static List<String> holders(LiveShop shop, StreamApplication instance) {
    AskReader reader = AskReader.of(shop.program);
    List<String> hosts = new ArrayList<>();
    for (ArrayRow ask : shop.events.asks(shop.plan.askStream(), 50)) {
      for (EntityAsk entity : reader.entities(ask)) {
        if (instance.answer(entity) instanceof EntityAnswer.HeldBy holder) {
          hosts.add(holder.host());
        }
      }
    }
    return hosts;
  }

  private static void connect(String address) throws IOException {
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    new Socket(InetAddress.getLoopbackAddress(), port).close();
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(LocalBroker broker, String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      long end = Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  private static String source(ConsumerRecord<byte[], byte[]> letter) {
    return "%s-%s@%s"
        .formatted(
            header(letter, SetAside.TOPIC),
            header(letter, SetAside.PARTITION),
            header(letter, SetAside.OFFSET));
  }

  private static String text(ConsumerRecord<byte[], byte[]> letter) {
    return new String(letter.value(), StandardCharsets.UTF_8);
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
