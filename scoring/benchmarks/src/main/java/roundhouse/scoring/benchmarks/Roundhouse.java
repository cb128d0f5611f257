package roundhouse.scoring.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import roundhouse.scoring.trees.TreeModelFile;
import roundhouse.scoring.trees.image.Evaluator;
import roundhouse.scoring.trees.image.TreeImage;

final class Roundhouse implements Contestant {
  private final TreeImage image;
  private final Evaluator evaluator;
  private final double[] margins;
  private final double[] outputs;

  Roundhouse(Path model) throws IOException {
    this.image = TreeImage.of(TreeModelFile.parse(Files.readAllBytes(model)));
    this.evaluator = image.evaluator();
    this.margins = new double[image.margins()];
    this.outputs = new double[image.outputs()];
  }

  @Override
  public String name() {
    return "roundhouse";
  }

  @Override
  public void single(Rows rows, int count, float[] probabilities) {
    for (int row = 0; row < count; row++) {
      evaluator.margins(rows.matrix(), row * rows.width(), margins);
      image.outputs(margins, outputs);
      probabilities[row] = (float) outputs[0];
    }
  }

  /// There is no second kernel: a row costs the same whether others follow it or not.
  @Override
  public void batch(Rows rows, float[] probabilities) {
    single(rows, rows.count(), probabilities);
  }
}
