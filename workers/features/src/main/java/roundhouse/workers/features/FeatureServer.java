package roundhouse.workers.features;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import roundhouse.featureengine.service.answer.KafkaAnswerLog;
import roundhouse.featureengine.service.archive.Archiver;
import roundhouse.featureengine.service.archive.ArchiverLimits;
import roundhouse.featureengine.service.http.FeatureRoutes;
import roundhouse.featureengine.service.topics.TopicsFile;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.http.HttpServer;
import roundhouse.http.ListenAddress;
import roundhouse.http.Readiness;
import roundhouse.http.RequestLimits;
import roundhouse.http.access.Access;
import roundhouse.http.access.RouteRoles;
import roundhouse.http.access.Tokens;
import roundhouse.http.options.OptionsCheck;
import roundhouse.storage.ObjectStore;

/// The feature server's process. It is told everything by its options, and needs Temporal for
/// nothing; it starts with Kafka down, and says so until it is there.
@Configuration(proxyBeanMethods = false)
@Import({HttpServer.class, FeatureRoutes.class})
@EnableConfigurationProperties({
  FeatureServerOptions.class,
  StreamServerOptions.class,
  ArchiverOptions.class
})
public class FeatureServer {
  public static void main(String[] arguments) {
    SpringApplication.run(FeatureServer.class, arguments);
  }

  @Bean
  static OptionsCheck<FeatureServerOptions> serverOptionsCheck() {
    return new OptionsCheck<>("roundhouse.features", FeatureServerOptions.class, OptionsChecks::of);
  }

  @Bean
  static OptionsCheck<StreamServerOptions> streamOptionsCheck() {
    return new OptionsCheck<>("roundhouse.stream", StreamServerOptions.class, OptionsChecks::of);
  }

  @Bean
  static OptionsCheck<ArchiverOptions> archiverOptionsCheck() {
    return new OptionsCheck<>("roundhouse.archiver", ArchiverOptions.class, OptionsChecks::of);
  }

  @Bean
  ListenAddress listenAddress(FeatureServerOptions options) {
    return new ListenAddress(options.bind(), options.port());
  }

  @Bean
  RequestLimits requestLimits(FeatureServerOptions options) {
    return new RequestLimits(
        Math.toIntExact(options.maxRequestSize().toBytes()), options.maxAsks());
  }

  @Bean
  Access access(FeatureServerOptions options) {
    return options.tokenFile() == null
        ? new Access.LoopbackOnly()
        : new Access.ByToken(Tokens.read(options.tokenFile()));
  }

  @Bean
  RouteRoles routeRoles() {
    return FeatureRoutes.ROLES;
  }

  @Bean
  ObjectStore store(FeatureServerOptions options) {
    return OptionsChecks.openStore(options);
  }

  @Bean
  LiveFeatures liveFeatures(
      ObjectStore store,
      FeatureServerOptions options,
      StreamServerOptions stream,
      MeterRegistry meters) {
    return new LiveFeatures(store, options, stream, meters);
  }

  /// Ready once the application runs. The archiver's troubles are alarms: they keep no ask waiting.
  @Bean
  Readiness readiness(LiveFeatures features) {
    return features::obstacle;
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  @ConditionalOnBooleanProperty(value = "roundhouse.archiver.enabled", matchIfMissing = true)
  Archiver archiver(
      ObjectStore store,
      ArchiverOptions options,
      StreamServerOptions stream,
      MeterRegistry meters) {
    List<EventTopic> topics = new ArrayList<>(TopicsFile.read(LiveFeatures.topicsFile(stream)));
    topics.add(KafkaAnswerLog.topic(stream.answersTopic()));
    Map<String, Object> kafka = new HashMap<>(LiveFeatures.clients(stream));
    kafka.put(ConsumerConfig.GROUP_ID_CONFIG, options.group());
    return new Archiver(
        store,
        kafka,
        topics,
        new ArchiverLimits(options.maxRecords(), options.maxAge()),
        options.folder(),
        Clock.systemUTC(),
        meters);
  }
}
