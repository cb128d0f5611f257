package roundhouse.workers.worker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import roundhouse.featureengine.batch.ServedAnswers;
import roundhouse.featureengine.service.served.ArchivedAnswers;

/// The process that does Roundhouse's work: all plugins, each on its own queue. It stays alive
/// while Temporal or the store is away, and stops on SIGTERM, leaving what it cannot end to others.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Worker {
  public static void main(String[] arguments) {
    SpringApplication.run(Worker.class, arguments);
  }

  @Bean
  ServedAnswers servedAnswers() {
    return new ArchivedAnswers();
  }
}
