package roundhouse.workers.features;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.util.unit.DataSize;
import roundhouse.featureengine.service.topics.TopicsFile;
import roundhouse.http.access.Tokens;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.storage.S3Options;
import roundhouse.storage.StoreUnavailableException;

/// What does not fit in the options, one line each.
final class OptionsChecks {
  private static final Pattern HOST_AND_PORT = Pattern.compile("[^\\s:]+:[0-9]{1,5}");

  private OptionsChecks() {}

  static List<String> of(FeatureServerOptions options) {
    Problems problems = new Problems("roundhouse.features");
    checkStore(options, problems);
    checkFeatureSet(options, problems);
    checkAccess(options, problems);
    problems.unless(
        options.port() >= 0 && options.port() <= 65_535,
        "port",
        options.port(),
        "0 to 65535",
        "8091 is usual");
    problems.unless(
        options.maxRequestSize().compareTo(DataSize.ofKilobytes(1)) >= 0
            && options.maxRequestSize().compareTo(DataSize.ofMegabytes(100)) <= 0,
        "max-request-size",
        options.maxRequestSize(),
        "1KB to 100MB",
        "1MB is usual");
    problems.unless(
        options.maxAsks() >= 1 && options.maxAsks() <= 100_000,
        "max-asks",
        options.maxAsks(),
        "1 to 100000",
        "1000 is usual");
    problems.unless(
        isBetween(options.patience(), Duration.ofMillis(1), Duration.ofMinutes(1)),
        "patience",
        options.patience(),
        "1ms to 1m",
        "250ms is usual");
    return problems.lines;
  }

  static List<String> of(StreamServerOptions options) {
    Problems problems = new Problems("roundhouse.stream");
    problems.unless(
        !options.bootstrapServers().isBlank(),
        "bootstrap-servers",
        "",
        "where Kafka is",
        "set host:port,…");
    checkTopics(options, problems);
    problems.unless(
        options.advertised().isEmpty() || HOST_AND_PORT.matcher(options.advertised()).matches(),
        "advertised",
        options.advertised(),
        "host:port, or nothing",
        "set where other instances reach this one");
    problems.unlessAtLeast(1, "threads", options.threads(), "2 is usual");
    problems.unlessAtLeast(
        1,
        "entity-partitions",
        options.entityPartitions(),
        "it bounds the threads of all instances together");
    problems.unless(
        isBetween(options.commitInterval(), Duration.ofMillis(1), Duration.ofMinutes(10)),
        "commit-interval",
        options.commitInterval(),
        "1ms to 10m",
        "100ms is usual");
    problems.unlessAtLeast(
        1, "topic-replicas", options.topicReplicas(), "3 is usual on three brokers");
    problems.unlessAtLeast(
        0, "standby-replicas", options.standbyReplicas(), "1 is usual with several instances");
    problems.unlessAtLeast(1, "live-entities", options.liveEntities(), "10000 is usual");
    checkStartFrom(options, problems);
    problems.unless(
        !options.answersTopic().isBlank(),
        "answers-topic",
        "",
        "a topic's name",
        "feature-answers is usual");
    return problems.lines;
  }

  static List<String> of(ArchiverOptions options) {
    Problems problems = new Problems("roundhouse.archiver");
    problems.unless(
        options.maxRecords() >= 1 && options.maxRecords() <= 10_000_000,
        "max-records",
        options.maxRecords(),
        "1 to 10000000",
        "500000 is usual");
    problems.unless(
        isBetween(options.maxAge(), Duration.ofMillis(10), Duration.ofHours(1)),
        "max-age",
        options.maxAge(),
        "10ms to 1h",
        "1m is usual");
    problems.unless(!options.group().isBlank(), "group", "", "a consumer group's name", "name it");
    return problems.lines;
  }

  static ObjectStore openStore(FeatureServerOptions options) {
    String endpoint = options.s3Endpoint();
    return ObjectStores.open(
        options.store(),
        new S3Options(endpoint == null ? null : URI.create(endpoint), options.s3Region(), null));
  }

  private static void checkStore(FeatureServerOptions options, Problems problems) {
    if (options.store().isBlank()) {
      problems.add(
          "store", "", "where plans lie", "set a folder, file:/folder or s3://bucket/prefix");
      return;
    }
    try (ObjectStore store = openStore(options)) {
      store.location();
    } catch (IllegalArgumentException | StoreUnavailableException unusable) {
      problems.add("store", String.valueOf(unusable.getMessage()));
    }
  }

  private static void checkFeatureSet(FeatureServerOptions options, Problems problems) {
    try {
      FeatureSetId.parse(options.featureSet());
    } catch (IllegalArgumentException malformed) {
      problems.add(
          "feature-set",
          options.featureSet(),
          "the name and version of a published feature set",
          "set it as name@version");
    }
  }

  private static void checkAccess(FeatureServerOptions options, Problems problems) {
    if (options.tokenFile() != null) {
      try {
        Tokens.read(options.tokenFile());
      } catch (IllegalArgumentException invalid) {
        problems.add("token-file", String.valueOf(invalid.getMessage()));
      }
    }
    Path peerToken = options.peerTokenFile();
    problems.unless(
        peerToken == null || Files.isReadable(peerToken),
        "peer-token-file",
        peerToken == null ? "" : peerToken,
        "a file that can be read",
        "create it with the token that this instance shows to others");
    try {
      problems.unless(
          options.tokenFile() != null || InetAddress.getByName(options.bind()).isLoopbackAddress(),
          "bind",
          options.bind(),
          "a loopback address as long as there are no tokens, for anyone could ask",
          "set roundhouse.features.token-file, or bind to 127.0.0.1");
    } catch (UnknownHostException unknown) {
      problems.add(
          "bind", options.bind(), "an address of this machine", "0.0.0.0 means all of them");
    }
  }

  private static void checkTopics(StreamServerOptions options, Problems problems) {
    Path file = options.topicsFile();
    if (file == null) {
      problems.add(
          "topics-file",
          "",
          "a JSON file that says which topics there are",
          "see the DESIGN of feature-engine/service");
      return;
    }
    try {
      TopicsFile.read(file);
    } catch (IllegalArgumentException invalid) {
      String.valueOf(invalid.getMessage())
          .lines()
          .forEach(line -> problems.add("topics-file", line));
    }
  }

  private static void checkStartFrom(StreamServerOptions options, Problems problems) {
    if (options.startFrom().isEmpty()) {
      return;
    }
    try {
      ObjectKey.of(options.startFrom());
    } catch (IllegalArgumentException malformed) {
      problems.add(
          "start-from",
          options.startFrom(),
          "the folder of an emitted state in the store, such as states/late-arrival-v1-0123456789abcdef",
          "correct it, or leave it out to read the topics from their beginning");
    }
  }

  private static boolean isBetween(Duration value, Duration least, Duration most) {
    return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
  }

  /// Lines that name the key.
  private static final class Problems {
    private final String prefix;
    private final List<String> lines = new ArrayList<>();

    Problems(String prefix) {
      this.prefix = prefix;
    }

    void unless(boolean fits, String key, Object value, String expectation, String remedy) {
      if (!fits) {
        add(key, value, expectation, remedy);
      }
    }

    void unlessAtLeast(long least, String key, long value, String remedy) {
      unless(value >= least, key, value, "at least " + least, remedy);
    }

    void add(String key, Object value, String expectation, String remedy) {
      lines.add("%s.%s '%s': expected %s; %s".formatted(prefix, key, value, expectation, remedy));
    }

    void add(String key, String problem) {
      lines.add("%s.%s: %s".formatted(prefix, key, problem));
    }
  }
}
