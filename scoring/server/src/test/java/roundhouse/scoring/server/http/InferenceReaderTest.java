package roundhouse.scoring.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import roundhouse.http.problem.RefusedRequestException;

class InferenceReaderTest {
  private static final byte[] WHOLE =
      ("{\"id\":\"7\",\"parameters\":{\"binary_data_output\":true},\"inputs\":["
              + "{\"name\":\"a\",\"datatype\":\"BYTES\",\"shape\":[2,1],\"parameters\":{\"binary_data_size\":9}},"
              + "{\"name\":\"b\",\"datatype\":\"FP64\",\"shape\":[2],\"data\":[[1e3],[null]]},"
              + "{\"name\":\"c\",\"datatype\":\"UINT8\",\"shape\":[2],\"data\":[0,255]}],"
              + "\"outputs\":[{\"name\":\"margin\",\"parameters\":{\"binary_data\":false}}]}"
              + "\1\0\0\0x\0\0\0\0")
          .getBytes(StandardCharsets.ISO_8859_1);

  @Property(tries = 1)
  void theWholeBodyIsRead() {
    InferenceRequest request = InferenceRequest.parse(WHOLE, WHOLE.length - 9, 2);
    assertThat(request.inputs().get(0).values()).containsExactly("x", "");
    assertThat(request.inputs().get(1).values()).containsExactly(1000.0, null);
    assertThat(request.inputs().get(2).values()).containsExactly(0L, 255L);
    assertThat(request.outputs().getFirst().binary()).isFalse();
  }

  @Property(tries = 2000)
  void alteredBodiesAreReadOrRefused(
      @ForAll @Size(min = 1, max = 4) int[] places,
      @ForAll byte value,
      @ForAll @IntRange(max = 8) int cut) {
    byte[] body = java.util.Arrays.copyOf(WHOLE, WHOLE.length - cut);
    for (int place : places) {
      body[Math.floorMod(place, body.length)] = value;
    }
    try {
      InferenceRequest request =
          InferenceRequest.parse(body, Math.min(body.length, WHOLE.length - 9), 2);
      request
          .inputs()
          .forEach(tensor -> assertThat(tensor.values()).hasSize(tensor.rows() * tensor.columns()));
    } catch (RefusedRequestException refused) {
      assertThat(refused.problems()).isNotEmpty();
    }
  }
}
