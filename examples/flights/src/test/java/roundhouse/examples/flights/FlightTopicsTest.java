package roundhouse.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.service.topics.TopicsFile;

class FlightTopicsTest {
  private static final Path FILE = Path.of("topics.json");

  @Test
  void theTopicsFileIsThatOfTheStreams() throws Exception {
    assertThat(Files.readString(FILE).strip())
        .isEqualTo(new String(TopicsFile.write(FlightTopics.ALL), StandardCharsets.UTF_8));
    assertThat(TopicsFile.read(FILE)).isEqualTo(FlightTopics.ALL);
  }
}
