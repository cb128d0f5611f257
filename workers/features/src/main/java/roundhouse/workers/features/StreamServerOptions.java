package roundhouse.workers.features;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How a feature server takes part in Kafka.
///
/// @param bootstrapServers of Kafka, `host:port,…`
/// @param topicsFile JSON that says which topics there are, and every field of their events
/// @param stateFolder local state, each instance's own
/// @param advertised where other instances reach this one, `host:port`; empty where there is no
///   other
/// @param threads that process events
/// @param entityPartitions into how many partitions entities are spread; fixed for the life of the
///   feature set version
/// @param commitInterval the delay until an event is visible to asks, at most about this long
/// @param topicReplicas copies of each topic that the application makes
/// @param standbyReplicas copies of its state on further instances
/// @param liveEntities how many entities each partition keeps ready in memory; one of few events
///   and twenty features takes some 3 KB
/// @param startFrom folder in the store of the state that a backfill emitted, from which the
///   application's first start goes on; empty to read the topics from their beginning. Later starts
///   go on where they stood
/// @param answersTopic where answers go
/// @param kafka further properties for every client of Kafka, such as for its security
@ConfigurationProperties(value = "roundhouse.stream", ignoreUnknownFields = false)
public record StreamServerOptions(
    @DefaultValue("") String bootstrapServers,
    @Nullable Path topicsFile,
    @DefaultValue(".roundhouse/features") Path stateFolder,
    @DefaultValue("") String advertised,
    @DefaultValue("2") int threads,
    @DefaultValue("4") int entityPartitions,
    @DefaultValue("100ms") Duration commitInterval,
    @DefaultValue("1") int topicReplicas,
    @DefaultValue("0") int standbyReplicas,
    @DefaultValue("10000") int liveEntities,
    @DefaultValue("") String startFrom,
    @DefaultValue("feature-answers") String answersTopic,
    @DefaultValue Map<String, String> kafka) {
  public StreamServerOptions {
    kafka = Map.copyOf(kafka);
  }
}
