package roundhouse.scoring.trees.lightgbm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import roundhouse.scoring.trees.ensemble.Arithmetic;
import roundhouse.scoring.trees.ensemble.Limits;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.TreeEnsembleBuilder;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;
import roundhouse.scoring.trees.text.Lines;
import roundhouse.scoring.trees.text.Section;

/// A LightGBM model file, the text that `save_model` writes, as [TreeEnsemble]: what dense
/// `Booster.predict` gives over all iterations of the file, which are those up to the best one
/// unless more were asked for when it was saved.
public final class LightgbmModel {
  private static final Set<String> VERSIONS = Set.of("v2", "v3", "v4");
  private static final byte[] FIRST_LINE = "tree\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FIRST_LINE_OF_WINDOWS =
      "tree\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Lines lines;
  private final Section head;

  private LightgbmModel(Lines lines) {
    this.lines = lines;
    this.head = Section.read("head", lines);
  }

  /// Whether a file begins as LightGBM's do.
  public static boolean isOne(byte[] file) {
    return Arrays.mismatch(file, FIRST_LINE) == FIRST_LINE.length
        || Arrays.mismatch(file, FIRST_LINE_OF_WINDOWS) == FIRST_LINE_OF_WINDOWS.length;
  }

  /// Reads a file as hostile input.
  ///
  /// @throws MalformedModelException where the bytes are no such file or exceed a bound of [Limits]
  /// @throws UnsupportedModelException where it is a model that is not scored here
  public static TreeEnsemble parse(byte[] file) {
    if (file.length > Limits.FILE_BYTES) {
      throw new MalformedModelException(
          "file: %d bytes; expected at most %d".formatted(file.length, Limits.FILE_BYTES));
    }
    Lines lines = new Lines(new String(file, StandardCharsets.UTF_8));
    if (!lines.next().equals("tree")) {
      throw new MalformedModelException("file: does not begin with 'tree'; expected it");
    }
    return new LightgbmModel(lines).ensemble();
  }

  private TreeEnsemble ensemble() {
    if (!VERSIONS.contains(head.text("version"))) {
      throw new UnsupportedModelException(
          "version '%.40s': not supported; expected v2, v3 or v4".formatted(head.text("version")));
    }
    int margins = bounded("num_tree_per_iteration", Limits.TREES, 1);
    int features = bounded("max_feature_idx", Limits.FEATURES - 1, 0) + 1;
    LightgbmObjective objective = LightgbmObjective.parse(head, margins);
    TreeEnsembleBuilder ensemble =
        new TreeEnsembleBuilder(Arithmetic.FLOAT64, new double[margins])
            .link(objective.link(), objective.parameter());
    int trees = addTrees(ensemble, features, margins);
    if (head.has("average_output")) {
      ensemble.divideBy((double) trees / margins);
    }
    return ensemble.build(
        new TreeEnsemble.Description(
            "lightgbm " + head.text("version"),
            objective.name(),
            features,
            List.of(head.words("feature_names", features)),
            Stream.of(head.words("feature_infos", features))
                .map(LightgbmModel::isCategorical)
                .toList(),
            trees / margins,
            OptionalInt.empty(),
            TreeEnsemble.Refused.NOTHING));
  }

  private int addTrees(TreeEnsembleBuilder ensemble, int features, int margins) {
    int trees = 0;
    for (String line = lines.nextFilled();
        !line.equals("end of trees");
        line = lines.nextFilled()) {
      if (!line.equals("Tree=" + trees)) {
        throw head.malformed("a tree's first line", "Tree=" + trees, line);
      }
      Section tree = Section.read("tree " + trees, lines);
      new LightgbmTree(tree, features).addTo(ensemble, trees % margins);
      trees++;
    }
    if (trees == 0 || trees % margins != 0) {
      throw new MalformedModelException(
          "trees: %d; expected one or more for each of %d margins".formatted(trees, margins));
    }
    return trees;
  }

  private int bounded(String key, int most, int least) {
    int number = head.whole(key);
    if (number < least || number > most) {
      throw head.malformed(key, "%d to %d".formatted(least, most), head.text(key));
    }
    return number;
  }

  /// Its infos are `[least:most]`, `none`, or the categories.
  private static boolean isCategorical(String info) {
    return !info.startsWith("[") && !info.equals("none");
  }
}
