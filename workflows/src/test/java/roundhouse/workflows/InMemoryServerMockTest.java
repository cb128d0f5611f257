package roundhouse.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.contracts.RetrainingResult;
import roundhouse.temporal.runtime.ConnectionOptions;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.temporal.server.InMemoryServer;
import roundhouse.temporal.testkit.fakes.FakePlatform;

/// What runs where the real server cannot be had.
class InMemoryServerMockTest {
  @Test
  void aWholeRetrainingRunsThroughItsPort() {
    FakePlatform fakes = new FakePlatform(PromotionPolicy.AUTO);
    try (InMemoryServer server = InMemoryServer.start(0);
        RoundhouseClient client = RoundhouseClient.to(ConnectionOptions.to(server.target()));
        Platform platform = new Platform(client.workflows(), fakes)) {
      RetrainingResult result = platform.retrain("night").retrain(FakePlatform.retraining());
      assertThat(result.promotion()).isNotNull();
      assertThat(fakes.promotion().moves()).hasSize(1);
    }
  }
}
