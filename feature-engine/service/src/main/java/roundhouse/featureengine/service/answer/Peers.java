package roundhouse.featureengine.service.answer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import roundhouse.featureengine.stream.EntityAnswer;
import roundhouse.featureengine.stream.EntityAsk;

/// The other instances of the application. Safe for use by many threads.
public interface Peers {
  /// Asks the instance there about entities that it holds; never fails, but answers
  /// [EntityAnswer.Unavailable] with the reason for what it could not get in time.
  ///
  /// @return one answer for each ask, in their order
  CompletableFuture<List<EntityAnswer>> ask(
      String host, int port, List<EntityAsk> asks, Duration patience);

  /// For an application that runs in one instance.
  static Peers none() {
    return (host, port, asks, _) ->
        CompletableFuture.completedFuture(
            asks.stream()
                .<EntityAnswer>map(
                    ask ->
                        new EntityAnswer.Unavailable(
                            ask.kind(),
                            "It is held by %s:%d, and this instance knows no others"
                                .formatted(host, port)))
                .toList());
  }
}
