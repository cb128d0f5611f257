package roundhouse.featureengine.service.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExactJsonTest {
  private static final ExactJson EXACT = new ExactJson(JsonMapper.shared());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-0.0",
        "0.1",
        "1.0E10",
        "12.5",
        "9223372036854775808",
        "1234567890123456.78",
        "-0.123456789012345678",
        "[1.5,{\"price\":1234567890123456.78,\"zero\":-0.0}]",
        "{\"a\":null,\"b\":[\"x\",true,123456789012345678.9]}"
      })
  void numbersAreAsTheyWereWritten(String json) {
    assertThat(EXACT.tree(json)).hasToString(json);
  }

  @Test
  void numberOutOfRangeIsNotInfinite() {
    JsonNode number = EXACT.tree("1e999");
    assertThat(number).hasToString("1E+999");
  }

  @Test
  void whatADoubleHoldsIsADouble() {
    assertThat(EXACT.tree("12.50").isDouble()).isTrue();
  }
}
