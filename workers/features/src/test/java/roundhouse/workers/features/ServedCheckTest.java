package roundhouse.workers.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedCheckTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @Test
  void itAsksTheS3ServerThatItIsToldOf() throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer s3 =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    s3.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    s3.start();
    System.setProperty("aws.accessKeyId", "id");
    System.setProperty("aws.secretAccessKey", "secret");
    try {
      String endpoint = "http://127.0.0.1:" + s3.getAddress().getPort();
      assertThat(run("s3://bucket/prefix", "--s3-endpoint", endpoint)).isEqualTo(2);
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
      s3.stop(0);
    }
    assertThat(asked).isNotEmpty().allMatch(path -> path.startsWith("/bucket/prefix/"));
  }

  @Test
  void whatIsNotPublishedIsSaid() {
    assertThat(run(folder.toString())).isEqualTo(2);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains("Feature set 'shop@1': not published in");
  }

  private int run(String store, String... more) {
    String[] arguments = {"--store", store, "--feature-set", "shop@1", "--topics", "none"};
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return ServedCheck.run(all, System.out, new PrintStream(errors, true, StandardCharsets.UTF_8));
  }
}
