package roundhouse.workers.features;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Whether and how a feature server archives its topics and its answers.
///
/// @param enabled whether this instance archives at all; one of several is enough
/// @param folder for what is not archived yet, each instance's own
/// @param group of consumers that share the topics
/// @param maxRecords of one segment
/// @param maxAge of a segment: the delay until an event can be read from the archive
@ConfigurationProperties(value = "roundhouse.archiver", ignoreUnknownFields = false)
public record ArchiverOptions(
    @DefaultValue("true") boolean enabled,
    @DefaultValue(".roundhouse/archiver") Path folder,
    @DefaultValue("roundhouse-archiver") String group,
    @DefaultValue("500000") int maxRecords,
    @DefaultValue("1m") Duration maxAge) {}
