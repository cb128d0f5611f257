package roundhouse.featureengine.stream;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;

/// The topics that an application needs. Those between its own steps are Kafka Streams' to make.
final class StreamTopics {
  private StreamTopics() {}

  /// Requires the topics that are read, and makes those for what is set aside.
  static void prepare(Program program, StreamOptions options) {
    Plan plan = program.plan();
    try (Admin admin = Admin.create(ClientConfiguration.admin(options))) {
      Set<String> present = await(admin.listTopics().names());
      String missing =
          EntityKinds.streamsRead(EntityKinds.ofFeatures(program)).stream()
              .map(stream -> options.topicOf(plan.streams().get(stream).name()).topic())
              .filter(topic -> !present.contains(topic))
              .collect(Collectors.joining(", "));
      if (!missing.isEmpty()) {
        throw new IllegalArgumentException(
            "Stream application of %s: Kafka at %s has no topic %s; create what is to be read"
                .formatted(plan.reference(), options.bootstrapServers(), missing));
      }
      for (String aside :
          List.of(StreamApplication.deadLetterTopic(plan), StreamApplication.refusedTopic(plan))) {
        if (!present.contains(aside)) {
          create(admin, new NewTopic(aside, 1, (short) options.replicas().topic()));
        }
      }
    }
  }

  private static void create(Admin admin, NewTopic topic) {
    try {
      await(admin.createTopics(List.of(topic)).all());
    } catch (TopicExistsException e) {
      // Another instance was faster.
    }
  }

  static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted", e);
    }
  }
}
