package roundhouse.scoring.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The scorer in this process, on a free port.
final class RunningScorer implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();

  private RunningScorer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /// @param options further ones, as `--key=value` without the prefix
  static RunningScorer start(String store, Path cache, String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.add(option("store=" + store));
    arguments.add(option("cache=" + cache));
    arguments.add(option("port=0"));
    arguments.add(option("refresh-interval=20ms"));
    for (String option : options) {
      arguments.add(option(option));
    }
    return new RunningScorer(SpringApplication.run(Scorer.class, arguments.toArray(String[]::new)));
  }

  private static String option(String option) {
    return "--roundhouse.scorer." + option;
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  int port() {
    return Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer())
        .getPort();
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  HttpResponse<String> score(String tag, String body, String... headers) {
    return send(
        request("/v1/tags/" + tag + ":score", headers)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  @Override
  public void close() {
    context.close();
    client.close();
  }
}
