package roundhouse.scoring.trees.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.scoring.trees.GoldenModel;
import roundhouse.scoring.trees.ensemble.Limits;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;

/// Whatever bytes arrive, a reader ends soon, in small memory, with a model or with one of its two
/// exceptions.
class HostileFilesTest {
  private static final List<String> FILES =
      List.of(
          "logistic-sets.json", "logistic-sets.ubj", "logistic-stumps.json", "logistic-stumps.ubj");

  @Property(tries = 300)
  void aFileCutShortIsMalformed(
      @ForAll @IntRange(max = 3) int file, @ForAll @IntRange(min = 0) int at) {
    byte[] bytes = GoldenModel.bytes(FILES.get(file));
    byte[] cut = Arrays.copyOf(bytes, at % bytes.length);
    assertThatThrownBy(() -> XgboostModel.parse(cut)).isInstanceOf(MalformedModelException.class);
  }

  @Property(tries = 1000)
  void aMutatedFileIsReadOrRefused(
      @ForAll @IntRange(max = 3) int file,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int mutations) {
    byte[] bytes = GoldenModel.bytes(FILES.get(file));
    Random random = new Random(seed);
    for (int i = 0; i < mutations; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    readOrRefuse(bytes);
  }

  @Property(tries = 500)
  void aSplicedFileIsReadOrRefused(@ForAll @IntRange(max = 3) int file, @ForAll long seed) {
    byte[] bytes = GoldenModel.bytes(FILES.get(file));
    Random random = new Random(seed);
    int from = random.nextInt(bytes.length);
    int to = random.nextInt(bytes.length);
    int length = random.nextInt(Math.min(64, bytes.length - Math.max(from, to)) + 1);
    System.arraycopy(bytes, from, bytes, to, length);
    readOrRefuse(bytes);
  }

  @Property(tries = 500)
  void arbitraryBytesAreMalformed(@ForAll byte[] bytes) {
    assertThatThrownBy(() -> XgboostModel.parse(bytes)).isInstanceOf(MalformedModelException.class);
    byte[] braced = new byte[bytes.length + 1];
    braced[0] = '{';
    System.arraycopy(bytes, 0, braced, 1, bytes.length);
    assertThatThrownBy(() -> XgboostModel.parse(braced))
        .isInstanceOf(MalformedModelException.class);
  }

  @Test
  @Timeout(30)
  void deepNestingDoesNotOverflowTheStack() {
    for (String nested : List.of("[".repeat(1 << 20), "{\"a\":".repeat(1 << 18))) {
      malformed(("{\"a\":" + nested).getBytes(StandardCharsets.US_ASCII), "JSON");
    }
    malformed(
        new UbjsonWriter().raw("{").key("a").raw("[".repeat(1 << 20)).bytes(), "nested deeper");
    UbjsonWriter objects = new UbjsonWriter();
    for (int i = 0; i < 1 << 16; i++) {
      objects.raw("{").key("a");
    }
    malformed(objects.bytes(), "nested deeper");
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "l", "L", "U", "i", "I", "D"})
  void anAnnouncedLengthCostsNoMemory(String type) {
    byte[] file =
        new UbjsonWriter().raw("{").key("a").raw("[$" + type + "#").length(1L << 40).bytes();
    malformed(file, "are announced; expected no more than the 0 bytes left");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Z", "T", "F", "[", "{", "S", "C", "H", "\u0000"})
  void onlyArraysOfNumbersMayStateTheirType(String type) {
    byte[] file =
        new UbjsonWriter().raw("{").key("a").raw("[$" + type + "#").length(1L << 40).bytes();
    malformed(file, "expected numbers");
  }

  @Test
  void lengthsThatLieAreMalformed() {
    malformed(new UbjsonWriter().raw("{").key("a").raw("[$d#").length(-1).bytes(), "a count is -1");
    malformed(new UbjsonWriter().raw("{").key("a").raw("[$d").bytes(), "ends at byte");
    malformed(
        new UbjsonWriter().raw("{").key("a").raw("[$dx").length(1).bytes(), "'#' and a count");
    malformed(new UbjsonWriter().raw("{").length(1L << 62).bytes(), "are announced");
    malformed(
        new UbjsonWriter().raw("{").key("a").raw("[#").length(1L << 62).bytes(), "ends at byte");
    malformed(new UbjsonWriter().raw("{#").length(1L << 62).bytes(), "ends at byte");
    malformed(new UbjsonWriter().raw("{").key("a").raw("?").bytes(), "the marker is '?'");
    byte[] badText = new UbjsonWriter().raw("{").length(1).raw("\u00ff").raw("Z}").bytes();
    malformed(badText, "not UTF-8");
    String text = "x".repeat(Limits.TEXT_BYTES + 1);
    malformed(new UbjsonWriter().raw("{").key(text).bytes(), "at most 1048576");
  }

  @Test
  @Timeout(30)
  void manySmallValuesAreBounded() {
    byte[] lists = new byte[3 * Limits.VALUES];
    Arrays.fill(lists, (byte) '[');
    for (int i = 1; i < lists.length; i += 2) {
      lists[i] = ']';
    }
    byte[] start = new UbjsonWriter().raw("{").key("a").raw("[").bytes();
    byte[] file = Arrays.copyOf(start, start.length + lists.length);
    System.arraycopy(lists, 0, file, start.length, lists.length);
    malformed(file, "more than 4194304 values");
  }

  @Test
  @Timeout(30)
  void namesThatShareAHashCodeCostNoMoreThanOthers() {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < 1 << 17; i++) {
      json.append('"');
      for (int bit = 16; bit >= 0; bit--) {
        json.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      json.append("\":0,");
    }
    json.append("\"learner\":0}");
    malformed(json.toString().getBytes(StandardCharsets.US_ASCII), "learner: expected an object");
  }

  @Test
  void repeatedFieldsAndTrailingBytesAreMalformed() {
    malformed("{\"a\":1,\"a\":2}".getBytes(StandardCharsets.US_ASCII), "'a': occurs twice");
    byte[] twice =
        new UbjsonWriter()
            .raw("{")
            .key("a")
            .raw("i\u0001")
            .key("a")
            .raw("i\u0001")
            .raw("}")
            .bytes();
    malformed(twice, "occurs twice");
    for (String file : List.of("logistic-stumps.json", "logistic-stumps.ubj")) {
      byte[] bytes = GoldenModel.bytes(file);
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      longer[bytes.length] = '{';
      assertThatThrownBy(() -> XgboostModel.parse(longer))
          .isInstanceOf(MalformedModelException.class);
    }
  }

  @Test
  void anEmptyFileIsMalformed() {
    malformed(new byte[0], "file");
    malformed(new byte[] {'{'}, "file");
    malformed("{}".getBytes(StandardCharsets.US_ASCII), "learner: is missing");
    malformed("[1]".getBytes(StandardCharsets.US_ASCII), "file: expected an object");
    malformed("7".getBytes(StandardCharsets.US_ASCII), "file: expected an object");
  }

  private static void malformed(byte[] file, String message) {
    assertThatThrownBy(() -> XgboostModel.parse(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(message);
  }

  private static void readOrRefuse(byte[] bytes) {
    TreeEnsemble model;
    try {
      model = XgboostModel.parse(bytes);
    } catch (MalformedModelException | UnsupportedModelException e) {
      assertThat(e).hasMessageMatching("(?s).{10,}");
      return;
    }
    double[] row = new double[model.features()];
    Arrays.fill(row, 1);
    double[] margins = new double[model.margins()];
    model.margins(row, margins);
    assertThat(margins).doesNotContain(Double.NaN);
  }
}
