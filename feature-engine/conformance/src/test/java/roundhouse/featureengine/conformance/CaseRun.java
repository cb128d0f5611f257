package roundhouse.featureengine.conformance;

import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.conformance.Backend.Answers;
import roundhouse.featureengine.language.plan.Plan;

/// Runs cases that share a plan, so that a backend starts once for all of them.
final class CaseRun {
  private CaseRun() {}

  /// Where a backend contradicts a case.
  static List<Difference> differences(Backend backend, List<Case> all) {
    Plan plan = Cases.plan("cases", all);
    List<Case> cases = all.stream().filter(each -> each.concerns(backend)).toList();
    List<Scenario> scenarios = cases.stream().map(each -> each.scenario(plan)).toList();
    List<Answers> answers = backend.answer(scenarios);
    List<Difference> differences = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      differences.addAll(
          cases.get(i).differences(scenarios.get(i), backend.name(), answers.get(i)));
    }
    return List.copyOf(differences);
  }
}
