package roundhouse.scoring.trees.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import roundhouse.scoring.trees.GoldenModel;
import roundhouse.scoring.trees.ensemble.Arithmetic;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.Missing;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.TreeEnsemble.Refused;
import roundhouse.scoring.trees.ensemble.TreeEnsembleBuilder;

/// An image gives the plain evaluator's bits, comes back from its bytes, and no bytes lead a walk
/// out of its arrays.
class ImageTest {
  private static final int SCORES = 100_000;

  @ParameterizedTest
  @MethodSource("roundhouse.scoring.trees.GoldenModel#files")
  void marginsAreThoseOfTheEnsemble(String file) {
    TreeEnsemble ensemble = GoldenModel.model(file);
    Evaluator evaluator = TreeImage.parse(TreeImage.of(ensemble).toBytes()).evaluator();
    double[] expected = new double[ensemble.margins()];
    double[] margins = new double[ensemble.margins()];
    for (float[] row : GoldenModel.rows(file)) {
      ensemble.margins(row, 0, expected);
      evaluator.margins(row, 0, margins);
      assertThat(margins).isEqualTo(expected);
    }
  }

  @Property(tries = 1500)
  void marginsAreThoseOfAnyEnsemble(@ForAll long seed) {
    RandomEnsemble random = new RandomEnsemble(seed);
    TreeEnsemble ensemble = random.next();
    TreeImage image = TreeImage.parse(TreeImage.of(ensemble).toBytes());
    assertThat(image.toBytes()).isEqualTo(TreeImage.of(ensemble).toBytes());
    Evaluator evaluator = image.evaluator();
    for (int i = 0; i < 20; i++) {
      double[] row = random.row();
      requireSame(ensemble, evaluator, row);
    }
  }

  private static void requireSame(TreeEnsemble ensemble, Evaluator evaluator, double[] row) {
    double[] expected = new double[ensemble.margins()];
    double[] margins = new double[ensemble.margins()];
    ensemble.margins(row, expected);
    evaluator.margins(row, 0, margins);
    assertThat(margins).as("%s", Arrays.toString(row)).isEqualTo(expected);
    float[] matrix = new float[row.length + 1];
    for (int i = 0; i < row.length; i++) {
      matrix[i + 1] = (float) row[i];
    }
    ensemble.margins(matrix, 1, expected);
    evaluator.margins(matrix, 1, margins);
    assertThat(margins).as("float32 %s", Arrays.toString(row)).isEqualTo(expected);
  }

  @Test
  void marginsOfAModelThatNeedsWideNodesAreThoseOfTheEnsemble() {
    RandomEnsemble random = RandomEnsemble.ofManyThresholds();
    TreeEnsemble ensemble = random.next();
    assertThat(new ImageBuilder(ensemble).build().wide()).hasSizeGreaterThan(10_000);
    Evaluator evaluator = TreeImage.of(ensemble).evaluator();
    for (int i = 0; i < 500; i++) {
      requireSame(ensemble, evaluator, random.row());
    }
  }

  /// A chain of 100 levels in each of nine trees, deeper than the fastest loop goes.
  @Test
  void marginsOfDeepTreesAreThoseOfTheEnsemble() {
    TreeEnsembleBuilder builder = new TreeEnsembleBuilder(Arithmetic.FLOAT32, new double[1]);
    for (int tree = 0; tree < 9; tree++) {
      int node = builder.addTree(0);
      for (int level = 0; level < 100; level++) {
        int left = builder.addChildren();
        builder.setSplit(node, 0, level, left, Missing.NAN_LEFT);
        builder.setLeaf(left, level * 0.1f + tree);
        node = left + 1;
      }
      builder.setLeaf(node, -tree);
    }
    TreeEnsemble ensemble =
        builder.build(
            new TreeEnsemble.Description(
                "chain", "", 1, List.of(), List.of(), 1, OptionalInt.empty(), Refused.NOTHING));
    Evaluator evaluator = TreeImage.of(ensemble).evaluator();
    for (double value : new double[] {-1, 0, 1, 61, 62, 63, 64, 99, 1000, Double.NaN}) {
      requireSame(ensemble, evaluator, new double[] {value});
    }
  }

  @Test
  void scoringAllocatesNothing() {
    TreeEnsemble ensemble = GoldenModel.model("logistic-sets.ubj");
    TreeImage image = TreeImage.of(ensemble);
    float[][] rows = GoldenModel.rows("logistic-sets.ubj").toArray(float[][]::new);
    double sink = score(image, rows);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    sink += score(image, rows);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(sink).isNotNaN();
    // The measurement itself allocates a little; one byte a score would be 100,000.
    assertThat(bytes).as("bytes for %d scores", SCORES).isLessThan(SCORES / 10);
  }

  private static double score(TreeImage image, float[][] rows) {
    Evaluator evaluator = image.evaluator();
    double[] margins = new double[1];
    double sum = 0;
    for (int i = 0; i < SCORES; i++) {
      evaluator.margins(rows[i % rows.length], 0, margins);
      image.outputs(margins, margins);
      sum += margins[0];
    }
    return sum;
  }

  @Property(tries = 500)
  void anAlteredImageIsRefused(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = bytes(TreeImage.of(new RandomEnsemble(seed).next()));
    int at = random.nextInt(bytes.length);
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    malformed(ByteBuffer.wrap(bytes));
    malformed(ByteBuffer.wrap(bytes, 0, at));
  }

  /// With a checksum that is right for what was altered.
  @Property(tries = 2000)
  void aForgedImageIsRefusedOrScoresWithinItsArrays(@ForAll long seed) {
    Random random = new Random(seed);
    RandomEnsemble ensemble = new RandomEnsemble(seed);
    byte[] bytes = bytes(TreeImage.of(ensemble.next()));
    for (int i = 0; i <= random.nextInt(3); i++) {
      bytes[12 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt(256);
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 12, bytes.length - 12);
    ByteBuffer image = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    image.putInt(8, (int) checksum.getValue());
    TreeImage forged;
    try {
      forged = TreeImage.parse(image);
    } catch (MalformedModelException refused) {
      return;
    }
    double[] margins = new double[forged.margins()];
    forged.evaluator().margins(new double[forged.features()], 0, margins);
  }

  private static byte[] bytes(TreeImage image) {
    ByteBuffer buffer = image.toBytes();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static void malformed(ByteBuffer image) {
    assertThatThrownBy(() -> TreeImage.parse(image))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("build it anew from the model file");
  }

  @Test
  void keysAreInTheOrderOfTheNumbers() {
    float[] sorted = {
      Float.NEGATIVE_INFINITY,
      -3.4028235e38f,
      -1,
      -Float.MIN_VALUE,
      0,
      Float.MIN_VALUE,
      1,
      3e38f,
      Float.POSITIVE_INFINITY
    };
    for (int i = 1; i < sorted.length; i++) {
      assertThat(Keys.of(sorted[i])).isGreaterThan(Keys.of(sorted[i - 1]));
      assertThat(Keys.of((double) sorted[i])).isGreaterThan(Keys.of((double) sorted[i - 1]));
    }
    assertThat(Keys.of(-0.0f)).isEqualTo(Keys.of(0.0f));
    assertThat(List.of(Keys.of(-0.0))).containsExactly(Keys.of(0.0));
  }
}
