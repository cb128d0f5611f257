package roundhouse.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.service.topics.TopicsFile;
import roundhouse.featureengine.stream.event.EventTopic;

class FlightTopicsTest {
  private static final Path FILE = Path.of("topics.json");

  @Test
  void theTopicsFileIsThatOfTheStreams() throws Exception {
    assertThat(Files.readString(FILE).strip())
        .isEqualTo(new String(TopicsFile.write(FlightTopics.ALL), StandardCharsets.UTF_8));
    assertThat(TopicsFile.read(FILE)).isEqualTo(FlightTopics.ALL);
  }

  /// What is archived of them then is a source that the plan can be backfilled from.
  @Test
  void everyStreamOfThePlanHasATopic() {
    Plan plan = LateArrival.FEATURES.plan();
    assertThat(FlightTopics.ALL)
        .extracting(EventTopic::topic)
        .contains(plan.askStream().name())
        .containsAll(plan.streams().stream().map(StreamSchema::name).toList());
  }
}
