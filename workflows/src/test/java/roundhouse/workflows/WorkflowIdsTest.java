package roundhouse.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowIdsTest {
  @Test
  void anIdThatCanNameObjectsStays() {
    assertThat(WorkflowIds.name("retrain-late-arrival.1")).isEqualTo("retrain-late-arrival.1");
    assertThat(WorkflowIds.child("night", "train")).isEqualTo("night-train");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Retrain",
        "night-2013-10-01T00:00:00Z",
        "../../etc/passwd",
        "",
        "ночь",
        "-x",
        "a b",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void anyOtherBecomesOneThatCan(String workflowId) {
    assertThat(WorkflowIds.name(workflowId)).matches("[a-z0-9][a-z0-9._-]{0,95}");
    assertThat(WorkflowIds.name(workflowId)).doesNotContain("..");
  }

  @Test
  void likeIdsStayApart() {
    assertThat(WorkflowIds.name("a:b")).isNotEqualTo(WorkflowIds.name("a-b"));
    assertThat(WorkflowIds.name("a:b")).isNotEqualTo(WorkflowIds.name("a/b"));
  }
}
