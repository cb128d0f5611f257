package roundhouse.temporal.contracts;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/// The search attributes that Roundhouse's workflows set; `temporal/server` creates them, and a
/// worker fails at start where one is missing.
public final class SearchAttributes {
  public static final SearchAttributeKey<String> MODEL_FAMILY =
      SearchAttributeKey.forKeyword("RoundhouseModelFamily");
  public static final SearchAttributeKey<String> TAG =
      SearchAttributeKey.forKeyword("RoundhouseTag");
  public static final SearchAttributeKey<String> STAGE =
      SearchAttributeKey.forKeyword("RoundhouseStage");
  public static final SearchAttributeKey<String> VERDICT =
      SearchAttributeKey.forKeyword("RoundhouseVerdict");
  public static final SearchAttributeKey<String> COHORT =
      SearchAttributeKey.forKeyword("RoundhouseCohort");

  private SearchAttributes() {}

  /// All of them, in the order of a model's way.
  public static List<SearchAttributeKey<String>> all() {
    return List.of(MODEL_FAMILY, TAG, STAGE, VERDICT, COHORT);
  }
}
