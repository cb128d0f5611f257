package roundhouse.workers.starter;

import io.temporal.worker.WorkerPlugin;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import roundhouse.featureengine.batch.ServedAnswers;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.storage.S3Options;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.workers.plugins.evaluation.EvaluationOptions;
import roundhouse.workers.plugins.evaluation.EvaluationPlugin;
import roundhouse.workers.plugins.features.FeaturesOptions;
import roundhouse.workers.plugins.features.FeaturesPlugin;
import roundhouse.workers.plugins.promotion.PromotionOptions;
import roundhouse.workers.plugins.promotion.PromotionPlugin;
import roundhouse.workers.plugins.retraining.RetrainingOptions;
import roundhouse.workers.plugins.retraining.RetrainingPlugin;
import roundhouse.workers.plugins.training.TrainingPlugin;
import roundhouse.workers.plugins.training.TrainingPluginOptions;

/// A worker of every Roundhouse plugin on the class path, and of every other [WorkerPlugin] bean.
@AutoConfiguration
@EnableConfigurationProperties({
  StoreProperties.class,
  TemporalProperties.class,
  WorkersProperties.class
})
public class RoundhouseAutoConfiguration {
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  ObjectStore roundhouseStore(StoreProperties properties) {
    return ObjectStores.open(
        properties.store(), new S3Options(properties.s3Endpoint(), properties.s3Region(), null));
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  RoundhouseClient roundhouseClient(TemporalProperties properties) {
    return RoundhouseClient.to(properties.connection());
  }

  @Bean
  @ConditionalOnMissingBean
  WorkersLifecycle roundhouseWorkers(
      RoundhouseClient client, List<WorkerPlugin> plugins, WorkersProperties properties) {
    return new WorkersLifecycle(client, plugins, properties.shutdownGrace());
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(FeaturesPlugin.class)
  @EnableConfigurationProperties(SparkProperties.class)
  static class Features {
    @Bean
    WorkerPlugin featuresPlugin(
        ObjectStore store,
        StoreProperties location,
        SparkProperties spark,
        ObjectProvider<ServedAnswers> answers,
        WorkersProperties workers,
        TemporalProperties temporal) {
      return FeaturesPlugin.create(
          new FeaturesOptions(
              store,
              workers.concurrentBackfills(),
              spark.options(location).orElse(null),
              answers.getIfAvailable(),
              temporal.version().orElse(null)));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(TrainingPlugin.class)
  @EnableConfigurationProperties(TrainingProperties.class)
  static class Training {
    @Bean
    WorkerPlugin trainingPlugin(
        ObjectStore store,
        TrainingProperties training,
        WorkersProperties workers,
        TemporalProperties temporal) {
      return TrainingPlugin.create(
          new TrainingPluginOptions(
              store,
              training.options(),
              workers.concurrentTrainings(),
              temporal.version().orElse(null)));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(EvaluationPlugin.class)
  static class Evaluation {
    @Bean
    WorkerPlugin evaluationPlugin(
        ObjectStore store, WorkersProperties workers, TemporalProperties temporal) {
      return EvaluationPlugin.create(
          new EvaluationOptions(
              store, workers.concurrentEvaluations(), temporal.version().orElse(null)));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(PromotionPlugin.class)
  static class Promotion {
    @Bean
    WorkerPlugin promotionPlugin(
        ObjectStore store, WorkersProperties workers, TemporalProperties temporal) {
      return PromotionPlugin.create(
          new PromotionOptions(
              store, workers.concurrentPromotions(), temporal.version().orElse(null)));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(RetrainingPlugin.class)
  static class Retraining {
    @Bean
    WorkerPlugin retrainingPlugin(TemporalProperties temporal) {
      return RetrainingPlugin.create(new RetrainingOptions(temporal.version().orElse(null)));
    }
  }
}
