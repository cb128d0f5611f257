package roundhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class S3StoreIT extends ObjectStoreContract {
  private static final ObjectKey KEY = ObjectKey.of("models/late-1/model.json");
  private static final AtomicInteger BUCKETS = new AtomicInteger();

  @TempDir static Path buckets;
  private static S3Server server;
  private ObjectStore store;
  private String bucket;

  @BeforeAll
  static void startServer() throws Exception {
    server = S3Server.start(buckets);
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.stop();
  }

  @BeforeEach
  void openStore() throws Exception {
    bucket = "bucket-" + BUCKETS.incrementAndGet();
    server.createBucket(bucket);
    store = server.open("s3://" + bucket + "/some/prefix");
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Override
  ObjectStore store() {
    return store;
  }

  @Test
  void storesOfOtherPrefixesSeeNothing() {
    store.putIfAbsent(KEY, bytes("first"));

    try (ObjectStore other = server.open("s3://" + bucket + "/some/prefix-2");
        ObjectStore whole = server.open("s3://" + bucket)) {
      assertThat(other.find(KEY)).isEmpty();
      assertThat(other.list(ObjectKey.of("models"))).isEmpty();
      assertThat(whole.list(ObjectKey.of("some")))
          .containsExactly(ObjectKey.of("some/prefix/models/late-1/model.json"));
    }
  }

  @Test
  void listGoesOverPages() {
    IntStream.range(0, 1100)
        .parallel()
        .forEach(i -> store.putIfAbsent(ObjectKey.of("many/" + (10_000 + i)), bytes("x")));

    assertThat(store.list(ObjectKey.of("many")))
        .extracting(ObjectKey::value)
        .hasSize(1100)
        .isSorted();
  }

  @Test
  void missingBucketIsNamed() {
    try (ObjectStore missing = server.open("s3://no-such-bucket/prefix")) {
      assertThatThrownBy(() -> missing.read(KEY))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("s3://no-such-bucket/prefix")
          .hasMessageContaining("bucket not found");
      assertThatThrownBy(() -> missing.putIfAbsent(KEY, bytes("x")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("bucket not found");
    }
  }

  @Test
  void wrongCredentialsAreNamedAndStaySecret() {
    S3Credentials wrong = new S3Credentials("reader", "a-wrong-secret");
    try (ObjectStore refused =
        ObjectStores.open("s3://" + bucket, new S3Options(server.endpoint(), null, wrong))) {
      assertThatThrownBy(() -> refused.read(KEY))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("access refused (403")
          .hasMessageContaining("check the credentials")
          .hasMessageNotContaining("a-wrong-secret");
    }
    assertThat(wrong.toString()).doesNotContain("a-wrong-secret");
  }

  @Test
  void unreachableServerIsNamedWithinAMinute() throws Exception {
    URI nobody = URI.create("http://127.0.0.1:" + unusedPort());
    Instant start = Instant.now();
    try (ObjectStore unreachable =
        ObjectStores.open("s3://bucket/x", new S3Options(nobody, null, S3Server.CREDENTIALS))) {
      assertThatThrownBy(() -> unreachable.putIfAbsent(KEY, bytes("x")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("s3://bucket/x")
          .hasMessageContaining(nobody.toString())
          .hasMessageContaining("no answer")
          .hasMessageNotContaining(S3Server.CREDENTIALS.secretKey());
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMinutes(1));
    }
  }

  @Test
  void conflictingPutsAreTriedAgain() throws Exception {
    AtomicInteger puts = new AtomicInteger();
    HttpServer conflicted =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    conflicted.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(puts.incrementAndGet() < 3 ? 409 : 200, -1);
          exchange.close();
        });
    conflicted.start();
    URI endpoint = URI.create("http://127.0.0.1:" + conflicted.getAddress().getPort());
    try (ObjectStore busy =
        ObjectStores.open("s3://bucket", new S3Options(endpoint, null, S3Server.CREDENTIALS))) {
      assertThat(busy.putIfAbsent(KEY, bytes("x"))).isTrue();
      assertThat(puts).hasValue(3);
    } finally {
      conflicted.stop(0);
    }
  }

  private static int unusedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
