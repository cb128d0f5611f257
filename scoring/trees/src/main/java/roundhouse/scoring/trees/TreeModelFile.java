package roundhouse.scoring.trees;

import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.lightgbm.LightgbmModel;
import roundhouse.scoring.trees.sklearn.SklearnModel;
import roundhouse.scoring.trees.xgboost.XgboostModel;

/// A file that a training library saved, read as hostile input.
public final class TreeModelFile {
  private TreeModelFile() {}

  /// Reads a model file, whichever of the supported libraries wrote it: by the look of its first
  /// bytes.
  ///
  /// @throws roundhouse.scoring.trees.ensemble.MalformedModelException where the bytes are no such
  ///   file or exceed a bound of [roundhouse.scoring.trees.ensemble.Limits]
  /// @throws roundhouse.scoring.trees.ensemble.UnsupportedModelException where it is a model that
  ///   is not scored here
  public static TreeEnsemble parse(byte[] file) {
    if (LightgbmModel.isOne(file)) {
      return LightgbmModel.parse(file);
    }
    return SklearnModel.isOne(file) ? SklearnModel.parse(file) : XgboostModel.parse(file);
  }
}
