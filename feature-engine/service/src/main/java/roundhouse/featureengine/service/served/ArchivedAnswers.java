package roundhouse.featureengine.service.served;

import roundhouse.featureengine.batch.ServedAnswers;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.parquet.UnsupportedTableException;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.service.answer.AnswerEvents;
import roundhouse.featureengine.service.answer.AnswerEvents.Archived;
import roundhouse.featureengine.service.answer.ServedVector;

/// Answers that the feature service gave, as they were archived: for datasets of what was served.
public final class ArchivedAnswers implements ServedAnswers {
  @Override
  public String stream() {
    return AnswerEvents.SCHEMA.name();
  }

  @Override
  public void pass(EventSource source, Plan plan, InstantRange range, Sink sink) {
    ServedVector vector = new ServedVector(plan);
    int knownAt = AnswerEvents.SCHEMA.indexOf(AnswerEvents.SCHEMA.knownAt());
    try (Rows rows =
        source.readAsks(AnswerEvents.SCHEMA, AnswerEvents.SCHEMA.fieldNames(), range)) {
      while (rows.next()) {
        Archived answer = AnswerEvents.read(rows);
        boolean isWanted =
            range.contains(rows.longAt(knownAt)) && answer.planHash().equals(plan.hash());
        if (isWanted && isComplete(answer)) {
          pass(answer, vector, sink);
        }
      }
    }
  }

  private static boolean isComplete(Archived answer) {
    return answer.entities().stream().allMatch(part -> part.missing().isEmpty());
  }

  private static void pass(Archived answer, ServedVector vector, Sink sink) {
    try {
      sink.take(vector.ask(answer.ask()), vector.features(answer));
    } catch (IllegalArgumentException altered) {
      throw new UnsupportedTableException(
          "Answer '%s' to ask '%s': %s; restore the archive"
              .formatted(answer.answerId(), answer.askId(), altered.getMessage()));
    }
  }
}
