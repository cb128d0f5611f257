package roundhouse.workers.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlatformTest {
  @Test
  void aProgramIsToldOfTheS3ServerToo() {
    Platform platform = new Platform();
    platform.store = "s3://bucket/prefix";
    assertThat(platform.storeArguments()).containsExactly("--store", "s3://bucket/prefix");
    platform.s3Endpoint = "http://127.0.0.1:9000";
    assertThat(platform.storeArguments())
        .containsExactly("--store", "s3://bucket/prefix", "--s3-endpoint", "http://127.0.0.1:9000");
  }
}
