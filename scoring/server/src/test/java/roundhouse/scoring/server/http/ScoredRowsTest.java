package roundhouse.scoring.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import roundhouse.http.problem.RefusedRequestException;
import roundhouse.scoring.decision.Input;
import roundhouse.scoring.decision.InputSchema;
import roundhouse.scoring.decision.Policy;

class ScoredRowsTest {
  @Test
  void aFewBytesOfRowsCannotAskForAllMemory() {
    InputSchema schema =
        new InputSchema(
            IntStream.range(0, 60_000)
                .<Input>mapToObj(i -> new Input.Numeric("f" + i, Policy.AS_MISSING))
                .toList());
    assertThat(ScoredRows.matrix(69, schema)).hasSize(69 * 60_000);
    assertThatThrownBy(() -> ScoredRows.matrix(70, schema))
        .isInstanceOf(RefusedRequestException.class)
        .hasMessageContaining("Rows '70 of 60000 inputs': expected at most 4194304 values");
    assertThatThrownBy(() -> ScoredRows.matrix(1_000_000, schema))
        .isInstanceOf(RefusedRequestException.class);
  }
}
