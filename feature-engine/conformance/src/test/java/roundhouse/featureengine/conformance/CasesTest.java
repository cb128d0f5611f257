package roundhouse.featureengine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The cases are what the oracle says, and what the plain folds say: fast, without any server.
class CasesTest {
  @Test
  void casesAreRightByTheOracle() {
    assertThat(CaseRun.differences(new InterpreterBackend(), Cases.all())).isEmpty();
  }

  @Test
  void casesHaveNamesOfTheirOwn() {
    List<String> names = Cases.all().stream().map(Case::name).toList();
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(200);
  }
}
