package roundhouse.scoring.server;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import roundhouse.http.HttpServer;
import roundhouse.http.ListenAddress;
import roundhouse.http.Readiness;
import roundhouse.http.RequestLimits;
import roundhouse.http.access.Access;
import roundhouse.http.access.Role;
import roundhouse.http.access.RouteRoles;
import roundhouse.http.access.RouteRoles.Route;
import roundhouse.http.access.Tokens;
import roundhouse.http.options.OptionsCheck;
import roundhouse.scoring.server.http.Routes;
import roundhouse.scoring.server.tags.TagFollower;
import roundhouse.storage.ObjectStore;

/// The scorer's process. It is told everything by [ScorerOptions], and needs Temporal for nothing.
@Configuration(proxyBeanMethods = false)
@Import({HttpServer.class, Routes.class})
@EnableConfigurationProperties(ScorerOptions.class)
public class Scorer {
  public static void main(String[] arguments) {
    SpringApplication.run(Scorer.class, arguments);
  }

  @Bean
  static OptionsCheck<ScorerOptions> optionsCheck() {
    return ScorerOptionsCheck.beforeStart();
  }

  @Bean
  ListenAddress listenAddress(ScorerOptions options) {
    return new ListenAddress(options.bind(), options.port());
  }

  @Bean
  RouteRoles routeRoles() {
    return new RouteRoles(
        List.of(
            Route.post("/v1/tags/{tag}:score", Role.SCORE),
            Route.readByAny("/v1/tags"),
            Route.readByAny("/v1/tags/{tag}"),
            Route.readByAny("/v1/models/{id}"),
            Route.readByAny("/v2"),
            Route.readByAny("/v2/health/live"),
            Route.readByAny("/v2/health/ready"),
            Route.readByAny("/v2/models/{tag}"),
            Route.readByAny("/v2/models/{tag}/ready"),
            Route.readByAny("/v2/models/{tag}/versions/{id}"),
            Route.readByAny("/v2/models/{tag}/versions/{id}/ready"),
            Route.post("/v2/models/{tag}/infer", Role.SCORE),
            Route.post("/v2/models/{tag}/versions/{id}/infer", Role.SCORE),
            Route.post("/v2/repository/index", Role.SCORE)));
  }

  /// Ready once tags are known.
  @Bean
  Readiness readiness(TagFollower follower) {
    return () ->
        follower.isReady()
            ? Optional.empty()
            : Optional.of("Neither the registry nor a copy of it was read yet");
  }

  @Bean
  ObjectStore store(ScorerOptions options) {
    return ScorerOptionsCheck.openStore(options);
  }

  @Bean
  TagFollower tagFollower(ObjectStore store, ScorerOptions options, MeterRegistry meters) {
    return new TagFollower(
        store, options.cache(), options.refreshInterval(), Clock.systemUTC(), meters);
  }

  @Bean
  RequestLimits requestLimits(ScorerOptions options) {
    return new RequestLimits(
        Math.toIntExact(options.maxRequestSize().toBytes()), options.maxRows());
  }

  @Bean
  Access access(ScorerOptions options) {
    return options.tokenFile() == null
        ? new Access.LoopbackOnly()
        : new Access.ByToken(Tokens.read(options.tokenFile()));
  }
}
