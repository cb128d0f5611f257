package roundhouse.scoring.server;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.metrics.JettyMetricsAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.jvm.JvmMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.system.SystemMetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import roundhouse.scoring.server.access.Access;
import roundhouse.scoring.server.access.AccessRules;
import roundhouse.scoring.server.access.Tokens;
import roundhouse.scoring.server.http.RequestLimits;
import roundhouse.scoring.server.http.Routes;
import roundhouse.scoring.server.tags.TagFollower;
import roundhouse.storage.ObjectStore;

/// The scorer's process. It is told everything by [ScorerOptions], and needs Temporal for nothing.
@Configuration(proxyBeanMethods = false)
@Import({AccessRules.class, Routes.class})
@EnableConfigurationProperties(ScorerOptions.class)
@ImportAutoConfiguration({
  // Named one by one, so that no library on the class path adds a route or a filter by itself.
  ConfigurationPropertiesAutoConfiguration.class,
  LifecycleAutoConfiguration.class,
  ApplicationAvailabilityAutoConfiguration.class,
  JettyServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  JacksonAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  SecurityAutoConfiguration.class,
  ServletWebSecurityAutoConfiguration.class,
  SecurityFilterAutoConfiguration.class,
  MetricsAutoConfiguration.class,
  CompositeMeterRegistryAutoConfiguration.class,
  PrometheusMetricsExportAutoConfiguration.class,
  JvmMetricsAutoConfiguration.class,
  SystemMetricsAutoConfiguration.class,
  JettyMetricsAutoConfiguration.class,
  ObservationAutoConfiguration.class,
  WebMvcObservationAutoConfiguration.class,
})
public class Scorer {
  public static void main(String[] arguments) {
    SpringApplication.run(Scorer.class, arguments);
  }

  @Bean
  static ScorerOptionsCheck optionsCheck() {
    return new ScorerOptionsCheck();
  }

  @Bean
  @Order
  WebServerFactoryCustomizer<ConfigurableWebServerFactory> listenWhereTold(ScorerOptions options)
      throws UnknownHostException {
    InetAddress address = InetAddress.getByName(options.bind());
    return server -> {
      server.setPort(options.port());
      server.setAddress(address);
    };
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
