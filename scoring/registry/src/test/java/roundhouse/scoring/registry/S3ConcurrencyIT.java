package roundhouse.scoring.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.storage.S3Credentials;
import roundhouse.storage.S3Options;

/// The registry on a real S3 server.
final class S3ConcurrencyIT {
  private static final S3Credentials CREDENTIALS = new S3Credentials("registry", "secret");

  private final S3Proxy server;
  private final ObjectStore store;

  S3ConcurrencyIT(@TempDir Path folder) throws Exception {
    Files.createDirectory(folder.resolve("bucket"));
    server =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(folder.toString()))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(
                AuthenticationType.AWS_V4, CREDENTIALS.accessKey(), CREDENTIALS.secretKey())
            .build();
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getPort());
    store = ObjectStores.open("s3://bucket/roundhouse", new S3Options(endpoint, null, CREDENTIALS));
  }

  @AfterEach
  void stop() throws Exception {
    store.close();
    server.stop();
  }

  @Test
  void everyHistoryOnS3IsLinearisable() throws Exception {
    Contention contention = new Contention(store, 1, 0.04);

    assertThat(contention.violations(4, 8)).isEmpty();
    assertThat(contention.applied()).isGreaterThan(10);
  }
}
