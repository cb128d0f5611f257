package roundhouse.featureengine.service.served;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import roundhouse.featureengine.batch.archive.ArchivedTopic;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.service.answer.AnswerEvents;
import roundhouse.featureengine.service.answer.AnswerEvents.Archived;
import roundhouse.storage.ObjectStore;

/// Answers as they were archived.
///
/// @param answers the sample, in the order in which they were archived
/// @param archived how many there are of the plan
record ServedAnswers(List<Archived> answers, long archived) {
  /// Every answer of a plan has the same chance; the same seed on the same archive draws the same.
  ///
  /// @param most so many at most
  static ServedAnswers sample(
      ObjectStore store, String topic, String planHash, int most, long seed) {
    ArchivedTopic archive = ArchivedTopic.open(store, topic);
    Random random = new Random(seed);
    List<Archived> sample = new ArrayList<>();
    long seen = 0;
    for (int partition = 0; partition < archive.partitions(); partition++) {
      StreamSchema schema = AnswerEvents.SCHEMA;
      try (Rows rows = archive.read(partition, schema, schema.fieldNames())) {
        while (rows.next()) {
          Archived answer = AnswerEvents.read(rows);
          if (!answer.planHash().equals(planHash)) {
            continue;
          }
          seen++;
          if (sample.size() < most) {
            sample.add(answer);
          } else {
            long place = random.nextLong(seen);
            if (place < most) {
              sample.set((int) place, answer);
            }
          }
        }
      }
    }
    return new ServedAnswers(List.copyOf(sample), seen);
  }
}
