package roundhouse.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/// A real S3 server in this JVM, over a folder whose folders are its buckets.
final class S3Server {
  static final S3Credentials CREDENTIALS = new S3Credentials("reader", "do-not-print-this");

  private final S3Proxy server;
  private final Path folder;

  private S3Server(S3Proxy server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  static S3Server start(Path folder) throws Exception {
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(folder.toString()))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(
                AuthenticationType.AWS_V4, CREDENTIALS.accessKey(), CREDENTIALS.secretKey())
            .build();
    server.start();
    return new S3Server(server, folder);
  }

  void createBucket(String name) throws IOException {
    Files.createDirectories(folder.resolve(name));
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  ObjectStore open(String location) {
    return ObjectStores.open(location, new S3Options(endpoint(), null, CREDENTIALS));
  }

  void stop() throws Exception {
    server.stop();
  }
}
