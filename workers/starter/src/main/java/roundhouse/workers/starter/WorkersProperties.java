package roundhouse.workers.starter;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How much a worker does at a time, and how it stops.
///
/// @param concurrentBackfills partitions
/// @param concurrentTrainings trainings
/// @param concurrentEvaluations evaluations
/// @param concurrentPromotions reads and writes of the registry
/// @param shutdownGrace how long running activities may take to end when the process stops
@Validated
@ConfigurationProperties("roundhouse.workers")
public record WorkersProperties(
    @DefaultValue("2") @Min(1) int concurrentBackfills,
    @DefaultValue("2") @Min(1) int concurrentTrainings,
    @DefaultValue("2") @Min(1) int concurrentEvaluations,
    @DefaultValue("8") @Min(1) int concurrentPromotions,
    @DefaultValue("15s") @NotNull Duration shutdownGrace) {}
