package roundhouse.featureengine.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Predicate;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.stream.entity.EntityProcessor;
import roundhouse.featureengine.stream.entity.EntityStore;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.featureengine.stream.intake.IntakeCounts;
import roundhouse.featureengine.stream.intake.IntakeProcessor;
import roundhouse.featureengine.stream.intake.Taken;
import roundhouse.featureengine.stream.intake.Taken.Destination;

/// The topology of a feature set version.
///
/// ```
/// a stream's topic → intake, by source partition ─┬→ re-keyed by entity → entities, by their key
///                     (running maximum, ids)      ├→ refused topic        (folds, positions)
///                                                 └→ dead-letter topic
/// ```
///
/// Every step has a name, so that the topics and stores of a running application stay its own.
final class StreamTopology {
  static final String REKEYED = "by-entity";

  // Kafka's type of a serde says nothing about null, which values may be.
  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  private StreamTopology() {}

  static Topology of(
      Program program, StreamOptions options, IntakeCounts counts, LongAdder applied) {
    Plan plan = program.plan();
    List<EntityKind> kinds = EntityKinds.ofFeatures(program);
    StreamsBuilder builder = new StreamsBuilder();
    List<KStream<byte[], byte[]>> forEntities = new ArrayList<>();
    for (int stream : EntityKinds.streamsRead(kinds)) {
      EventTopic topic = options.topicOf(plan.streams().get(stream).name());
      KStream<byte[], Taken> taken =
          builder.stream(topic.topic(), consumed(topic))
              .process(
                  IntakeProcessor.supplier(
                      new IntakeProcessor.Source(program, stream, topic, kinds, counts)),
                  Named.as("intake-" + topic.schema().name()));
      taken
          .split(Named.as("taken-" + topic.schema().name() + "-"))
          .branch(
              goesTo(Destination.ENTITY),
              Branched.withConsumer(events -> forEntities.add(events.mapValues(Taken::value))))
          .branch(
              goesTo(Destination.REFUSED),
              Branched.withConsumer(
                  events -> setAside(events, StreamApplication.refusedTopic(plan))))
          .defaultBranch(
              Branched.withConsumer(
                  records -> setAside(records, StreamApplication.deadLetterTopic(plan))));
    }
    forEntities.stream()
        .reduce(KStream::merge)
        .ifPresent(
            events ->
                events
                    .repartition(
                        Repartitioned.with(BYTES, BYTES)
                            .withName(REKEYED)
                            .withNumberOfPartitions(options.entityPartitions()))
                    .process(
                        EntityProcessor.supplier(
                            EntityStore.builder(program, kinds, options.liveEntities()), applied),
                        Named.as("entities")));
    return builder.build();
  }

  // A record's own timestamp may be none, or anything: it must not stop a stream.
  private static Consumed<byte[], byte[]> consumed(EventTopic topic) {
    return Consumed.with(BYTES, BYTES)
        .withTimestampExtractor(new WallclockTimestampExtractor())
        .withName("read-" + topic.schema().name());
  }

  private static Predicate<byte[], Taken> goesTo(Destination destination) {
    return (_, taken) -> Objects.requireNonNull(taken).destination() == destination;
  }

  private static void setAside(KStream<byte[], Taken> records, String topic) {
    records.mapValues(Taken::value).to(topic, Produced.with(BYTES, BYTES));
  }
}
