package roundhouse.scoring.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class InputSchemaTest {
  private static final InputSchema SCHEMA =
      new InputSchema(
          List.of(
              new Input.Category(
                  "carrier", List.of("AA", "UA"), Policy.AS_MISSING, Policy.AS_MISSING),
              new Input.Numeric("distance", Policy.AS_MISSING),
              new Input.Truth("weekend", Policy.AS_MISSING),
              new Input.Time("scheduled", Policy.AS_MISSING)));

  private static final InputSchema STRICT =
      new InputSchema(
          List.of(
              new Input.Category("carrier", List.of("AA", "UA"), Policy.REFUSE, Policy.REFUSE),
              new Input.Numeric("distance", Policy.REFUSE),
              new Input.Category("origin", List.of("JFK"), Policy.AS_MISSING, Policy.REFUSE)));

  @Test
  void namedValuesBecomeARowInTheSchemasOrder() {
    Map<String, Object> values =
        Map.of(
            "scheduled", "1970-01-01T00:00:01Z", "weekend", true, "distance", 7, "carrier", "UA");
    assertThat(SCHEMA.encode(values)).containsExactly(1f, 7f, 1f, 1_000_000f);
  }

  @Test
  void whatIsAbsentOrNullOrUnknownIsMissingByDefault() {
    Map<String, Object> values = new HashMap<>();
    values.put("carrier", "ZZ");
    values.put("distance", null);
    values.put("weekend", null);
    assertThat(SCHEMA.encode(values)).containsOnly(Float.NaN);
    assertThat(SCHEMA.encode(Map.of("distance", Double.NaN))).containsOnly(Float.NaN);
  }

  @Test
  void numbersOfEveryTypeAreRoundedToTheNearestFloat() {
    assertThat(distance(16777217)).isEqualTo(16777216f);
    assertThat(distance(16777219L)).isEqualTo(16777220f);
    assertThat(distance(0.1)).isEqualTo(0.1f);
    assertThat(distance(0.1f)).isEqualTo(0.1f);
    assertThat(distance((short) 3)).isEqualTo(3f);
    assertThat(distance(new BigDecimal("2.5"))).isEqualTo(2.5f);
    assertThat(distance(BigInteger.TWO)).isEqualTo(2f);
    assertThat(Float.floatToRawIntBits(distance(-0.0))).isEqualTo(0x80000000);
    assertThat(distance(1e-50)).isZero();
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    Map<String, Object> values =
        Map.of(
            "carrier",
            7,
            "distance",
            Double.POSITIVE_INFINITY,
            "weekend",
            "yes",
            "scheduled",
            "soon",
            "speed",
            1,
            "height",
            2);
    List<InputProblem> problems = problems(SCHEMA, values);
    assertThat(problems)
        .extracting(InputProblem::subject)
        .containsExactlyInAnyOrder(
            "input 'carrier'",
            "input 'distance'",
            "input 'weekend'",
            "input 'scheduled'",
            "input",
            "input");
    assertThat(new InvalidInputException(problems))
        .hasMessageContaining("input 'carrier' '7': expected a text; send that type or null")
        .hasMessageContaining("input 'speed': expected an input of the model; remove it or use one")
        .hasMessageContaining("carrier, distance, weekend, scheduled");
  }

  @Test
  void aStrictSchemaRefusesWhatIsMissingOrUnknown() {
    assertThat(problems(STRICT, Map.of("carrier", "ZZ", "origin", "LGA")))
        .extracting(InputProblem::toString)
        .containsExactly(
            "input 'carrier' 'ZZ': expected one of the 2 categories of the training rows; send a"
                + " known one or null",
            "input 'distance' 'null': expected a number; send a value",
            "input 'origin' 'null': expected a text; send a value");
    assertThat(STRICT.encode(Map.of("carrier", "AA", "distance", 1, "origin", "JFK")))
        .containsExactly(0f, 1f, 0f);
  }

  @Test
  void aNumberBeyondFloatIsRefusedLikeInfinity() {
    assertThat(problems(SCHEMA, Map.of("distance", 1e39))).hasSize(1);
    assertThat(problems(SCHEMA, Map.of("distance", BigInteger.TEN.pow(400)))).hasSize(1);
    assertThatThrownBy(() -> SCHEMA.encode(1, Double.NEGATIVE_INFINITY))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void columnsEncodeAsNamedValuesDo() {
    assertThat(SCHEMA.encode(0, "UA")).isEqualTo(1f);
    assertThat(SCHEMA.encode(0, "ZZ")).isNaN();
    assertThat(SCHEMA.encode(1, 16777217L)).isEqualTo(16777216f);
    assertThat(SCHEMA.encode(1, 0.1)).isEqualTo(0.1f);
    assertThat(SCHEMA.encode(1, Double.NaN)).isNaN();
    assertThat(SCHEMA.encode(2, true)).isEqualTo(1f);
    assertThat(SCHEMA.encode(3, Instant.ofEpochSecond(1))).isEqualTo(1e6f);
    assertThat(SCHEMA.encode(3, 1_000_000L)).isEqualTo(1e6f);
    assertThat(SCHEMA.encodeMissing(1)).isNaN();
    assertThatThrownBy(() -> SCHEMA.encode(0, 1.0)).hasMessageContaining("expected a text");
    assertThatThrownBy(() -> SCHEMA.encode(1, "1")).hasMessageContaining("expected a number");
    assertThatThrownBy(() -> SCHEMA.encode(3, Instant.MAX)).hasMessageContaining("64 bits");
    assertThatThrownBy(() -> STRICT.encodeMissing(1)).hasMessageContaining("send a value");
  }

  @Test
  void itsJsonIsCanonicalAndReadsBack() {
    assertThat(new String(SmallModel.schema().toJson(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"format\":\"roundhouse-inputs@1\",\"inputs\":[{\"type\":\"category\",\"name\":\"carrier\",\"categories\":[\"AA\",\"UA\"],\"onUnknown\":\"as-missing\",\"onMissing\":\"as-missing\"},{\"type\":\"number\",\"name\":\"distance\",\"onMissing\":\"as-missing\"}]}");
    for (InputSchema schema : List.of(SCHEMA, STRICT)) {
      InputSchema again = InputSchema.parse(schema.toJson());
      assertThat(again).isEqualTo(schema).hasSameHashCodeAs(schema);
      assertThat(again.sha256()).isEqualTo(schema.sha256()).hasSize(64);
    }
    assertThat(SCHEMA.featureTypes()).containsExactly("c", "q", "q", "q");
  }

  @Test
  void aSchemaThatBreaksTheRulesIsRefusedWithEveryProblem() {
    List<Input> inputs =
        List.of(
            new Input.Numeric(" ", Policy.REFUSE),
            new Input.Numeric("a", Policy.REFUSE),
            new Input.Numeric("a", Policy.REFUSE),
            new Input.Category("b", List.of("y", "x"), Policy.REFUSE, Policy.REFUSE));
    assertThat(
            catchThrowableOfType(InvalidInputException.class, () -> new InputSchema(inputs))
                .problems())
        .hasSize(3);
    assertThatThrownBy(() -> new InputSchema(List.of())).hasMessageContaining("number of inputs");
  }

  @Test
  void jsonThatIsNoSchemaIsRefused() {
    for (String json :
        List.of(
            "",
            "{",
            "[]",
            "null",
            "{\"format\":\"roundhouse-inputs@1\"}",
            "{\"format\":\"roundhouse-inputs@2\",\"inputs\":[]}",
            "{\"format\":\"roundhouse-inputs@1\",\"inputs\":[null]}",
            "{\"format\":\"roundhouse-inputs@1\",\"inputs\":[{\"type\":\"x\",\"name\":\"a\"}]}",
            "{\"format\":\"roundhouse-inputs@1\",\"inputs\":[{\"type\":\"number\",\"name\":null,\"onMissing\":\"refuse\"}]}",
            "{\"format\":\"roundhouse-inputs@1\",\"inputs\":[{\"type\":\"category\",\"name\":\"a\",\"categories\":[null],\"onUnknown\":\"refuse\",\"onMissing\":\"refuse\"}]}")) {
      assertThatThrownBy(() -> InputSchema.parse(json.getBytes(StandardCharsets.UTF_8)))
          .as(json)
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Property(tries = 300)
  void arbitraryBytesAreRefusedAndNothingElse(@ForAll byte[] bytes) {
    assertThatThrownBy(() -> InputSchema.parse(bytes)).isInstanceOf(InvalidInputException.class);
  }

  @Property(tries = 500)
  void damagedSchemasAreReadOrRefused(@ForAll int place, @ForAll byte value) {
    byte[] json = SCHEMA.toJson();
    json[Math.floorMod(place, json.length)] = value;
    try {
      assertThat(InputSchema.parse(json).size()).isEqualTo(4);
    } catch (InvalidInputException e) {
      assertThat(e.problems()).isNotEmpty();
    }
  }

  @Property
  void textsAreOrderedAsTheirUtf8Bytes(@ForAll String a, @ForAll String b) {
    if (Utf8Order.isEncodable(a) && Utf8Order.isEncodable(b)) {
      int expected =
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
      assertThat(Integer.signum(Utf8Order.COMPARATOR.compare(a, b)))
          .isEqualTo(Integer.signum(expected));
    }
  }

  private static float distance(Object value) {
    return SCHEMA.encode(Map.of("distance", value))[1];
  }

  private static List<InputProblem> problems(InputSchema schema, Map<String, ?> values) {
    return catchThrowableOfType(InvalidInputException.class, () -> schema.encode(values))
        .problems();
  }

  @Test
  void codedValuesAreWhatRowsHold() {
    InputSchema schema =
        new InputSchema(
            List.of(
                new Input.Truth("flag", Policy.AS_MISSING),
                new Input.Category("carrier", List.of("AA", "UA"), Policy.REFUSE, Policy.REFUSE),
                new Input.Category("dest", List.of("SFO"), Policy.AS_MISSING, Policy.AS_MISSING)));
    assertThat(schema.encodeCoded(0, 1)).isEqualTo(1f);
    assertThat(schema.encodeCoded(0, Double.NaN)).isNaN();
    assertThat(schema.encodeCoded(1, 1)).isEqualTo(schema.encode(1, "UA"));
    assertThat(schema.encodeCoded(2, 7)).isNaN();
    for (double wrong : new double[] {2, -1, 0.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> schema.encodeCoded(1, wrong))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("input 'carrier'");
    }
    assertThatThrownBy(() -> schema.encodeCoded(0, 2)).hasMessageContaining("0, 1 or NaN");
  }
}
