package roundhouse.workers.features;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.EventSourceManifest;
import roundhouse.featureengine.batch.source.EventSourceManifest.RecordedTopic;
import roundhouse.featureengine.batch.source.EventSourceManifest.StreamFiles;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.check.Problem;
import roundhouse.featureengine.service.answer.KafkaAnswerLog;
import roundhouse.featureengine.service.topics.TopicsFile;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.storage.ObjectStore;
import tools.jackson.databind.json.JsonMapper;

/// Makes a source of what is archived of topics by now, and prints it as one line of JSON.
///
/// `ArchiveReference --store LOCATION [--s3-endpoint URL] --source NAME --topics FILE [--streams
/// NAME,...] [--answers TOPIC] [--complete-through INSTANT]`. Exits 2 with everything that is
/// wrong, and then there is no source.
public final class ArchiveReference {
  private static final String USAGE =
      "usage: ArchiveReference --store LOCATION [--s3-endpoint URL] --source NAME --topics FILE [--streams NAME,...] [--answers TOPIC] [--complete-through INSTANT]";
  private static final Set<String> REQUIRED = Set.of("--store", "--source", "--topics");
  private static final Set<String> OPTIONAL =
      Set.of("--s3-endpoint", "--streams", "--answers", "--complete-through");

  private ArchiveReference() {}

  /// What was made.
  record Referred(String source, Instant completeThrough, List<Stream> streams) {
    record Stream(
        String stream, String topic, int partitions, long events, @Nullable Instant knownThrough) {}
  }

  /// Runs the program.
  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "logback-tool.xml");
    System.exit(run(arguments, System.out, System.err));
  }

  /// Runs the program in this process and returns its exit status.
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    try {
      Map<String, String> options = ProgramArguments.parse(arguments, REQUIRED, OPTIONAL, USAGE);
      List<EventTopic> topics = topics(options);
      try (ObjectStore store = ProgramArguments.openStore(options)) {
        EventSource source =
            refer(
                store,
                options.getOrDefault("--source", ""),
                topics,
                options.get("--complete-through"));
        out.println(JsonMapper.shared().writeValueAsString(referred(source.manifest())));
        return 0;
      }
    } catch (InvalidDefinitionException refused) {
      refused.problems().forEach(err::println);
      return 2;
    } catch (RuntimeException e) {
      err.println(e.getMessage() == null ? e.toString() : e.getMessage());
      return 2;
    }
  }

  private static List<EventTopic> topics(Map<String, String> options) {
    Map<String, EventTopic> byStream = new LinkedHashMap<>();
    TopicsFile.read(Path.of(options.getOrDefault("--topics", "")))
        .forEach(topic -> byStream.put(topic.schema().name(), topic));
    String wanted = options.get("--streams");
    if (wanted != null) {
      List<String> names = List.of(wanted.split(","));
      List<String> unknown = names.stream().filter(name -> !byStream.containsKey(name)).toList();
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException(
            "Streams %s: not in the topics file; expected some of %s; correct the names"
                .formatted(unknown, byStream.keySet()));
      }
      byStream.keySet().retainAll(names);
    }
    List<EventTopic> topics = new ArrayList<>(byStream.values());
    String answers = options.get("--answers");
    if (answers != null) {
      topics.add(KafkaAnswerLog.topic(answers));
    }
    return topics;
  }

  /// Every topic that is not archived is told at once.
  private static EventSource refer(
      ObjectStore store, String name, List<EventTopic> topics, @Nullable String completeThrough) {
    List<Problem> problems = new ArrayList<>();
    try (EventImport events = EventImport.into(store, name)) {
      for (EventTopic topic : topics) {
        try {
          events.referArchive(topic.schema(), topic.topic());
        } catch (InvalidDefinitionException refused) {
          problems.addAll(refused.problems());
        }
      }
      if (!problems.isEmpty()) {
        throw new InvalidDefinitionException("Source '" + name + "'", problems);
      }
      return completeThrough == null
          ? events.commit()
          : events.commit(Instant.parse(completeThrough));
    }
  }

  private static Referred referred(EventSourceManifest manifest) {
    List<Referred.Stream> streams = new ArrayList<>();
    for (StreamFiles files : manifest.streams()) {
      RecordedTopic topic = files.recorded();
      if (topic != null) {
        streams.add(
            new Referred.Stream(
                files.schema().name(),
                topic.topic(),
                topic.partitions().size(),
                files.events(),
                files.lastKnownAt()));
      }
    }
    return new Referred(manifest.source(), manifest.completeThrough(), streams);
  }
}
