package roundhouse.featureengine.service.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import roundhouse.featureengine.service.answer.Peers;
import roundhouse.featureengine.stream.EntityAnswer;
import roundhouse.featureengine.stream.EntityAsk;

/// Asks other instances over HTTP. At most [#MOST_UNDER_WAY] calls are under way at once; one more
/// is answered at once that there are too many, so that a slow instance cannot take this one's
/// memory.
public final class HttpPeers implements Peers, AutoCloseable {
  static final int MOST_UNDER_WAY = 256;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Semaphore underWay = new Semaphore(MOST_UNDER_WAY);
  private final String reference;
  private final Optional<String> token;

  /// @param reference of the feature set
  /// @param token that the instances accept from each other, where they have tokens
  public HttpPeers(String reference, Optional<String> token) {
    this.reference = reference;
    this.token = token;
  }

  @Override
  public CompletableFuture<List<EntityAnswer>> ask(
      String host, int port, List<EntityAsk> asks, Duration patience) {
    String peer = "%s:%d".formatted(host, port);
    if (!underWay.tryAcquire()) {
      return CompletableFuture.completedFuture(
          unavailable(
              asks,
              "%d calls to other instances are under way; try again".formatted(MOST_UNDER_WAY)));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://%s/v1/feature-sets/%s/entities:answer".formatted(peer, reference)))
            .header("Content-Type", "application/json")
            .timeout(patience)
            .POST(BodyPublishers.ofByteArray(EntityExchange.asks(asks)));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return client
        .sendAsync(request.build(), BodyHandlers.ofByteArray())
        // The timeout of a request ends with its headers; the body is bounded by this one.
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(response -> answers(response, peer, asks))
        .exceptionally(
            failure ->
                unavailable(
                    asks,
                    "Instance %s did not answer within %d ms (%s); try again"
                        .formatted(peer, patience.toMillis(), rootOf(failure))))
        .whenComplete((_, _) -> underWay.release());
  }

  private static List<EntityAnswer> answers(
      HttpResponse<byte[]> response, String peer, List<EntityAsk> asks) {
    return response.statusCode() == 200
        ? EntityExchange.parseAnswers(response.body(), asks)
        : unavailable(
            asks, "Instance %s answered with status %d".formatted(peer, response.statusCode()));
  }

  private static List<EntityAnswer> unavailable(List<EntityAsk> asks, String reason) {
    return asks.stream()
        .<EntityAnswer>map(ask -> new EntityAnswer.Unavailable(ask.kind(), reason))
        .toList();
  }

  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
