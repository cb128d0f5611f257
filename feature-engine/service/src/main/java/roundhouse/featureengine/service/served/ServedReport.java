package roundhouse.featureengine.service.served;

import java.util.List;
import roundhouse.featureengine.service.answer.Answer.EntityPart;

/// What a verification of served answers found.
///
/// @param archived answers of the plan that there are
/// @param sampled answers that were drawn
/// @param equal answers that the archive gives again, to the bit
/// @param notArchivedYet answers whose events are not all archived, which therefore cannot be
///   judged now
/// @param differences everything that is not as it was served
public record ServedReport(
    long archived, int sampled, int equal, int notArchivedYet, List<Difference> differences) {
  public ServedReport {
    differences = List.copyOf(differences);
  }

  /// Whether every answer that could be judged is what the archive gives.
  public boolean holds() {
    return differences.isEmpty();
  }

  /// One value that is not as it was served.
  ///
  /// @param subject the feature, or `digest`
  /// @param served the value as it was served, as JSON
  /// @param recomputed the value that the archive gives, as JSON
  /// @param entities the positions that the answer recorded
  public record Difference(
      String answerId,
      String askId,
      String subject,
      String served,
      String recomputed,
      List<EntityPart> entities) {
    public Difference {
      entities = List.copyOf(entities);
    }
  }
}
