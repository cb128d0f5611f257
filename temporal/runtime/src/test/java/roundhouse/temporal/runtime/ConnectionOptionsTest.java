package roundhouse.temporal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionOptionsTest {
  @Test
  void theNamespaceIsTheDefaultOneUnlessSaid() {
    assertThat(ConnectionOptions.to("127.0.0.1:7233").namespace()).isEqualTo("default");
  }

  @Test
  void anAddressWithoutPortIsRefused() {
    assertThatThrownBy(() -> ConnectionOptions.to("localhost"))
        .hasMessage(
            "Temporal connection 'localhost' in namespace 'default': expected host:port and a name; e.g. 127.0.0.1:7233 and default");
  }

  @Test
  void aServerThatIsNotThereIsAFaultWithItsRemedy() {
    try (RoundhouseClient client = RoundhouseClient.to(ConnectionOptions.to("127.0.0.1:1"))) {
      assertThat(client.findFault(Duration.ofSeconds(2)))
          .get()
          .asString()
          .startsWith("Temporal at '127.0.0.1:1': no answer (")
          .endsWith("start it with 'temporal server start-dev', or correct the address");
    }
  }

  @Test
  void aWorkersVersionIsChecked() {
    assertThat(new WorkerVersion("roundhouse", "4f2c1ab").buildId()).isEqualTo("4f2c1ab");
    assertThatThrownBy(() -> new WorkerVersion("round.house", " "))
        .hasMessageContaining("deployment's name without dots");
  }
}
