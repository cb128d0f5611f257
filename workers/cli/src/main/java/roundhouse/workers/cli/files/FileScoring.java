package roundhouse.workers.cli.files;

import static roundhouse.workers.cli.files.DataRows.problem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import roundhouse.scoring.decision.Precision;
import roundhouse.scoring.trees.TreeModelFile;
import roundhouse.scoring.trees.ensemble.Arithmetic;
import roundhouse.scoring.trees.ensemble.Limits;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;
import roundhouse.scoring.trees.explain.Contributions;
import roundhouse.scoring.trees.image.Evaluator;
import roundhouse.scoring.trees.image.TreeImage;
import roundhouse.workers.cli.platform.RefusedException;

/// Scores the rows of a CSV or Parquet file with a model file as its library saved it, so that
/// anyone can compare with the library.
///
/// The header names the features, in any order; what the model does not know is passed over. A
/// model that names no features takes the columns in order. An empty cell or NaN is missing, a
/// category is its code. For each row come the raw sums, `margin_0` …, and what the library's
/// `predict` returns, `output_0` …, each in CSV as the shortest decimal that reads back as the same
/// number, in Parquet in the precision of the library.
public final class FileScoring {
  private final TreeEnsemble ensemble;
  private final TreeImage image;
  private final TreeEnsemble.Description model;

  private final Answer answer;

  /// What comes out for a row.
  public enum Answer {
    SCORES,
    /// Scores, then what each feature adds to each margin: `contribution_0_<feature>` …, `bias_0`.
    SCORES_AND_CONTRIBUTIONS
  }

  private FileScoring(TreeEnsemble ensemble, Answer answer) {
    this.ensemble = ensemble;
    this.answer = answer;
    this.image = TreeImage.of(ensemble);
    this.model = ensemble.description();
  }

  /// What was done.
  ///
  /// @param model library and objective
  /// @param passedOver columns of the data that the model does not know
  public record Done(String model, long rows, List<String> passedOver) {
    public Done {
      passedOver = List.copyOf(passedOver);
    }
  }

  /// Throws [RefusedException] for a model or data that cannot be read, or a model that cannot be
  /// explained; then there is no output, or the former one.
  public static Done score(Path modelFile, Path data, Path out, Answer answer) {
    FileScoring scoring = new FileScoring(read(modelFile), answer);
    Path aside = out.resolveSibling(out.getFileName() + ".part");
    try {
      try {
        Files.deleteIfExists(aside);
        Done done = scoring.scoreInto(data, aside, out);
        Files.move(aside, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return done;
      } catch (UnsupportedModelException unexplained) {
        throw RefusedException.of(
            "--model",
            modelFile.toString(),
            "a model that can be explained: " + unexplained.getMessage(),
            "leave --explain out");
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException failed) {
      throw RefusedException.of(
          "--out", out.toString(), "a file that can be written: " + failed, "correct the path");
    }
  }

  private static TreeEnsemble read(Path file) {
    try {
      if (Files.size(file) > Limits.FILE_BYTES) {
        throw new MalformedModelException(
            "file: %d bytes; expected at most %d".formatted(Files.size(file), Limits.FILE_BYTES));
      }
      return TreeModelFile.parse(Files.readAllBytes(file));
    } catch (MalformedModelException | UnsupportedModelException refused) {
      throw RefusedException.of(
          "--model",
          file.toString(),
          "a model that is scored here: " + refused.getMessage(),
          "save it anew with its library");
    } catch (IOException unreadable) {
      throw RefusedException.of(
          "--model", file.toString(), "a file that can be read", "correct the path");
    }
  }

  private Done scoreInto(Path data, Path aside, Path out) throws IOException {
    try (DataRows rows = DataRows.open(data);
        ScoreFile scores = ScoreFile.create(aside, out, outputHeader(), precision())) {
      int[] columns = columns(data, rows.header());
      Evaluator evaluator = image.evaluator();
      double[] row = new double[columns.length];
      double[] margins = new double[image.margins()];
      double[] outputs = new double[image.outputs()];
      double[] all = new double[outputHeader().size()];
      long count = 0;
      while (rows.next()) {
        read(data, rows, columns, row);
        evaluator.margins(row, 0, margins);
        image.outputs(margins, outputs);
        System.arraycopy(margins, 0, all, 0, margins.length);
        System.arraycopy(outputs, 0, all, margins.length, outputs.length);
        if (answer == Answer.SCORES_AND_CONTRIBUTIONS) {
          explain(row, all, margins.length + outputs.length);
        }
        scores.write(all);
        count++;
      }
      return new Done(model.library() + ", " + model.objective(), count, passedOver(rows.header()));
    }
  }

  private void explain(double[] row, double[] all, int from) {
    Contributions contributions = Contributions.of(ensemble, row);
    int next = from;
    for (int margin = 0; margin < image.margins(); margin++) {
      for (int feature = 0; feature < row.length; feature++) {
        all[next++] = contributions.of(margin, feature);
      }
      all[next++] = contributions.bias(margin);
    }
  }

  /// For each feature its column.
  private int[] columns(Path data, List<String> header) {
    if (model.featureNames().isEmpty()) {
      if (header.size() != model.features()) {
        throw problem(
            data,
            header.size() + " columns",
            "the %d features of a model without names, in order".formatted(model.features()),
            "give these columns only");
      }
      return IntStream.range(0, header.size()).toArray();
    }
    List<String> missing = new ArrayList<>();
    int[] columns = new int[model.features()];
    for (int i = 0; i < columns.length; i++) {
      String name = model.featureNames().get(i);
      columns[i] = header.indexOf(name);
      if (columns[i] < 0) {
        missing.add(name);
      } else if (header.lastIndexOf(name) != columns[i]) {
        throw problem(data, name, "each feature once in the header", "remove a column");
      }
    }
    if (!missing.isEmpty()) {
      throw problem(
          data,
          "no column " + String.join(", ", missing.subList(0, Math.min(20, missing.size()))),
          "a column for each of the model's %d features".formatted(model.features()),
          "add them; leave the cells of what is missing empty");
    }
    return columns;
  }

  private List<String> passedOver(List<String> header) {
    return model.featureNames().isEmpty()
        ? List.of()
        : header.stream().filter(name -> !model.featureNames().contains(name)).toList();
  }

  private void read(Path data, DataRows rows, int[] columns, double[] row) {
    for (int i = 0; i < row.length; i++) {
      row[i] = rows.valueAt(columns[i]);
      if (isRefused(row[i])) {
        throw problem(
            data,
            "'%.40s' in column '%s' of %s"
                .formatted(rows.textAt(columns[i]), rows.header().get(columns[i]), rows.place()),
            "what %s predicts for".formatted(model.library()),
            "mend the cell");
      }
    }
  }

  private boolean isRefused(double value) {
    boolean infinite =
        Double.isInfinite(image.arithmetic() == Arithmetic.FLOAT64 ? value : (float) value);
    return switch (model.refused()) {
      case NOTHING -> false;
      case INFINITIES -> infinite;
      case NAN_AND_INFINITIES -> infinite || Double.isNaN(value);
    };
  }

  private Precision precision() {
    return image.arithmetic() == Arithmetic.FLOAT32 ? Precision.FLOAT32 : Precision.FLOAT64;
  }

  private String featureName(int feature) {
    return model.featureNames().isEmpty()
        ? Integer.toString(feature)
        : model.featureNames().get(feature);
  }

  private List<String> outputHeader() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < image.margins(); i++) {
      names.add("margin_" + i);
    }
    for (int i = 0; i < image.outputs(); i++) {
      names.add("output_" + i);
    }
    if (answer == Answer.SCORES_AND_CONTRIBUTIONS) {
      for (int margin = 0; margin < image.margins(); margin++) {
        for (int feature = 0; feature < model.features(); feature++) {
          names.add("contribution_%d_%s".formatted(margin, featureName(feature)));
        }
        names.add("bias_" + margin);
      }
    }
    return names;
  }
}
