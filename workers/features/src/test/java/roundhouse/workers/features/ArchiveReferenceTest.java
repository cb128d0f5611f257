package roundhouse.workers.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.archive.ArchivedPartition;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.service.topics.TopicsFile;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

class ArchiveReferenceTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void writeTopics() throws IOException {
    StreamSchema visits = PublishedShop.VISITS;
    StreamSchema purchases =
        new StreamSchema(
            "purchases",
            visits.fields(),
            visits.id(),
            visits.eventTime(),
            visits.knownAt(),
            visits.lateness());
    Files.write(
        folder.resolve("topics.json"),
        TopicsFile.write(
            List.of(
                EventTopic.ofJson("visit-topic", visits),
                EventTopic.ofJson("purchase-topic", purchases))));
  }

  @Test
  void topicsOfTheFileAndAnswersBecomeASource() {
    archive("visit-topic", 2);
    archive("purchase-topic", 1);
    archive("feature-answers", 1);
    assertThat(
            run(
                "--answers",
                "feature-answers",
                "--complete-through",
                "2026-01-05T00:00:00.000001Z"))
        .as(errors())
        .isZero();
    assertThat(output())
        .startsWith("{\"source\":\"live\",\"completeThrough\":\"2026-01-05T00:00:00.000001Z\"")
        .contains("{\"stream\":\"feature-answers\",\"topic\":\"feature-answers\",\"partitions\":1,")
        .contains(
            "{\"stream\":\"visits\",\"topic\":\"visit-topic\",\"partitions\":2,\"events\":0,\"knownThrough\":null}");
    assertThat(streams()).containsExactly("feature-answers", "purchases", "visits");
  }

  @Test
  void onlySomeStreamsMayBeWanted() {
    archive("visit-topic", 1);
    assertThat(run("--streams", "visits", "--complete-through", "2026-01-05T00:00:00Z"))
        .as(errors())
        .isZero();
    assertThat(streams()).containsExactly("visits");
  }

  @Test
  void everyTopicThatIsNotArchivedIsNamedAndThereIsNoSource() {
    assertThat(run("--answers", "answers")).isEqualTo(2);
    assertThat(errors())
        .contains("Topic 'visit-topic': not archived")
        .contains("Topic 'purchase-topic': not archived")
        .contains("Topic 'answers': not archived");
    assertThat(folder.resolve("store/sources")).doesNotExist();
  }

  @Test
  void aPartitionThatTellsNothingNeedsToBeToldOf() {
    archive("visit-topic", 1);
    assertThat(run("--streams", "visits")).isEqualTo(2);
    assertThat(errors())
        .contains("Topic 'visit-topic', partition 0", "say what the source is complete through");
  }

  @Test
  void namesThatAreNotInTheFileAndTimesThatAreNoneAreRefused() {
    assertThat(run("--streams", "visits,refunds")).isEqualTo(2);
    assertThat(errors()).contains("[refunds]", "expected some of [visits, purchases]");
    archive("visit-topic", 1);
    assertThat(run("--streams", "visits", "--complete-through", "tomorrow")).isEqualTo(2);
    assertThat(errors()).contains("tomorrow");
  }

  private void archive(String topic, int partitions) {
    try (ObjectStore store = ObjectStores.onDisk(folder.resolve("store"))) {
      for (int partition = 0; partition < partitions; partition++) {
        ArchivedPartition.of(store, topic, partition).start(0);
      }
    }
  }

  private List<String> streams() {
    try (ObjectStore store = ObjectStores.onDisk(folder.resolve("store"))) {
      return EventSource.open(store, "live").streamNames();
    }
  }

  private int run(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--store",
                folder.resolve("store").toString(),
                "--source",
                "live",
                "--topics",
                folder.resolve("topics.json").toString()));
    arguments.addAll(List.of(more));
    return ArchiveReference.run(
        arguments.toArray(String[]::new),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
