package roundhouse.scoring.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GoldenRowsTest {
  @Test
  void valuesAreShortestDecimalsAndMissingOnesNull() {
    GoldenRows rows =
        new GoldenRows(
            3,
            new float[] {0.1f, Float.NaN, -0.0f, Float.MIN_VALUE, Float.MAX_VALUE, 16777216f},
            new double[] {-0.0, Double.MIN_NORMAL});
    assertThat(new String(rows.toJson(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"rows\":[[0.1,null,-0.0],[1.4E-45,3.4028235E38,1.6777216E7]],\"margins\":[-0.0,2.2250738585072014E-308]}");
  }

  @Property
  void everyNumberReadsBackToItsBits(@ForAll int bits, @ForAll long marginBits) {
    float value = Float.intBitsToFloat(bits);
    double margin = Double.longBitsToDouble(marginBits);
    if (Float.isInfinite(value) || !Double.isFinite(margin)) {
      return;
    }
    GoldenRows rows = new GoldenRows(1, new float[] {value}, new double[] {margin});
    GoldenRows again = GoldenRows.parse(rows.toJson());
    assertThat(Float.floatToIntBits(again.row(0)[0])).isEqualTo(Float.floatToIntBits(value));
    assertThat(again.margins(0)).containsExactly(margin);
  }

  @Test
  void rowsThatAreNotOfOneKindAreRefused() {
    assertThatThrownBy(() -> new GoldenRows(2, new float[3], new double[1]))
        .hasMessageContaining("2 values and as many margins for each row");
    assertThatThrownBy(() -> new GoldenRows(2, new float[0], new double[0]))
        .hasMessageContaining("0 rows");
    assertThatThrownBy(
            () ->
                new GoldenRows(1, new float[] {Float.POSITIVE_INFINITY}, new double[] {Double.NaN}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("golden row at place 0 'infinite'")
        .hasMessageContaining("golden margin at place 0 'not finite'");
    for (String json :
        List.of(
            "{}",
            "{\"rows\":[[1],[1,2]],\"margins\":[1,2]}",
            "{\"rows\":[[1],[1]],\"margins\":[1,2,3]}",
            "{\"rows\":[[1]],\"margins\":[]}",
            "{\"rows\":[[1]],\"margins\":[null]}",
            "{\"rows\":[null],\"margins\":[1]}",
            "{\"rows\":[[1e99]],\"margins\":[1]}",
            "{\"rows\":[[\"1\"]],\"margins\":[1]}",
            "{\"rows\":[],\"margins\":[]}")) {
      assertThatThrownBy(() -> GoldenRows.parse(json.getBytes(StandardCharsets.UTF_8)))
          .as(json)
          .isInstanceOf(InvalidInputException.class);
    }
  }
}
