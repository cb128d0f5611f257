package roundhouse.featureengine.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import roundhouse.featureengine.service.answer.AskTimes;
import roundhouse.featureengine.service.answer.FeatureService;
import roundhouse.featureengine.service.answer.KafkaAnswerLog;
import roundhouse.featureengine.service.answer.Peers;
import roundhouse.featureengine.service.http.FeatureRoutes;
import roundhouse.featureengine.service.http.ServedFeatures;
import roundhouse.featureengine.stream.StreamApplication;
import roundhouse.http.HttpServer;
import roundhouse.http.ListenAddress;
import roundhouse.http.Readiness;
import roundhouse.http.RequestLimits;
import roundhouse.http.access.Access;
import roundhouse.http.access.RouteRoles;

/// The feature service over HTTP, as its process wires it, and asks at a fixed rate that wait for
/// no answer: each one's time is taken from when it was due, so that a slow answer delays none.
final class ServiceLoad implements AutoCloseable {
  private final KafkaAnswerLog log;
  private final ConfigurableApplicationContext server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;

  ServiceLoad(StreamApplication application, String bootstrapServers, String answersTopic) {
    log =
        new KafkaAnswerLog(
            application.program().plan(),
            answersTopic,
            Map.of("bootstrap.servers", bootstrapServers),
            new SimpleMeterRegistry());
    Served served =
        new Served(
            new FeatureService(
                application.program(),
                application::answer,
                Peers.none(),
                new AskTimes.AsReplayed(),
                log,
                Duration.ofSeconds(1)));
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    server =
        new SpringApplicationBuilder(Server.class)
            .initializers(
                context -> context.getBeanFactory().registerSingleton("servedFeatures", served))
            .run("--spring.main.banner-mode=off");
    int port =
        Objects.requireNonNull(((ServletWebServerApplicationContext) server).getWebServer())
            .getPort();
    address =
        URI.create(
            "http://127.0.0.1:%d/v1/feature-sets/%s:get".formatted(port, served.reference()));
  }

  /// Asks so often, so many times a second.
  ///
  /// @param ask gives the body of the next
  /// @return nanoseconds from when each was due until it was answered, sorted
  /// @throws IllegalStateException if one was not answered in full
  long[] ask(int asks, int aSecond, Supplier<String> ask) {
    List<CompletableFuture<Long>> answered = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < asks; i++) {
      long due = start + i * (1_000_000_000L / aSecond);
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(30))
              .POST(BodyPublishers.ofString(ask.get()))
              .build();
      for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      answered.add(
          client
              .sendAsync(request, BodyHandlers.ofString())
              .thenApply(
                  response -> {
                    long nanos = System.nanoTime() - due;
                    requireAnswer(response);
                    return nanos;
                  }));
    }
    return answered.stream().mapToLong(CompletableFuture::join).sorted().toArray();
  }

  private static void requireAnswer(HttpResponse<String> response) {
    if (response.statusCode() != 200 || response.body().contains("\"unavailable\"")) {
      throw new IllegalStateException(
          "Feature service: status %d, %s".formatted(response.statusCode(), response.body()));
    }
  }

  static long percentile(long[] sorted, double share) {
    return sorted[(int) (share * (sorted.length - 1))];
  }

  @Override
  public void close() {
    client.close();
    server.close();
    log.close();
  }

  private record Served(FeatureService live) implements ServedFeatures {
    @Override
    public String reference() {
      return live.plan().reference();
    }

    @Override
    public Optional<FeatureService> service() {
      return Optional.of(live);
    }

    @Override
    public Optional<String> obstacle() {
      return Optional.empty();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import({HttpServer.class, FeatureRoutes.class})
  static class Server {
    @Bean
    ListenAddress listen() {
      return new ListenAddress("127.0.0.1", 0);
    }

    @Bean
    Access access() {
      return new Access.LoopbackOnly();
    }

    @Bean
    RouteRoles roles() {
      return FeatureRoutes.ROLES;
    }

    @Bean
    RequestLimits limits() {
      return new RequestLimits(1 << 20, 1_000);
    }

    @Bean
    Readiness readiness(ServedFeatures features) {
      return features::obstacle;
    }
  }
}
