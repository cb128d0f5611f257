package roundhouse.workers.cli.files;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import roundhouse.scoring.trees.TreeModelFile;
import roundhouse.scoring.trees.ensemble.Arithmetic;
import roundhouse.scoring.trees.ensemble.Limits;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;
import roundhouse.scoring.trees.image.Evaluator;
import roundhouse.scoring.trees.image.TreeImage;
import roundhouse.workers.cli.platform.RefusedException;

/// Scores the rows of a CSV file with a model file as its library saved it, so that anyone can
/// compare with the library.
///
/// The header names the features, in any order; what the model does not know is passed over. A
/// model that names no features takes the columns in order. An empty cell or NaN is missing, a
/// category is its code. For each row come the raw sums, `margin_0` …, and what the library's
/// `predict` returns, `output_0` …, each as the shortest decimal that reads back as the same
/// number.
public final class FileScoring {
  private final TreeImage image;
  private final TreeEnsemble.Description model;

  private FileScoring(TreeEnsemble ensemble) {
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

  /// Throws [RefusedException] for a model or data that cannot be read; then there is no output, or
  /// the former one.
  public static Done score(Path modelFile, Path data, Path out) {
    FileScoring scoring = new FileScoring(read(modelFile));
    Path aside = out.resolveSibling(out.getFileName() + ".part");
    try {
      try {
        Done done = scoring.score(data, aside);
        Files.move(aside, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return done;
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

  private Done score(Path data, Path out) throws IOException {
    try (CsvWriter writer = CsvWriter.builder().build(out);
        CsvReader<CsvRecord> reader = open(data)) {
      Iterator<CsvRecord> rows = reader.iterator();
      if (!rows.hasNext()) {
        throw problem(data, "", "a header", "name the features in the first line");
      }
      List<String> header = rows.next().getFields();
      int[] columns = columns(data, header);
      writer.writeRecord(outputHeader());
      RowWriter scores = new RowWriter(writer);
      long count = 0;
      while (rows.hasNext()) {
        scores.write(row(data, rows.next(), columns, header));
        count++;
      }
      return new Done(model.library() + ", " + model.objective(), count, passedOver(header));
    } catch (CsvParseException malformed) {
      throw problem(
          data, String.valueOf(malformed.getMessage()), "CSV as RFC 4180 says", "mend the file");
    } catch (UncheckedIOException unreadable) {
      throw problem(data, String.valueOf(unreadable.getMessage()), "CSV in UTF-8", "mend the file");
    }
  }

  /// Lines of another length are refused by [#row], which says how they differ.
  private static CsvReader<CsvRecord> open(Path data) throws IOException {
    try {
      return CsvReader.builder().allowExtraFields(true).allowMissingFields(true).ofCsvRecord(data);
    } catch (NoSuchFileException none) {
      throw problem(data, "no file", "a file that can be read", "correct the path");
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

  private double[] row(Path data, CsvRecord line, int[] columns, List<String> header) {
    if (line.getFieldCount() != header.size()) {
      throw problem(
          data,
          "line %d with %d cells".formatted(line.getStartingLineNumber(), line.getFieldCount()),
          "as many as the header's " + header.size(),
          "mend the line");
    }
    double[] row = new double[columns.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = value(data, line, columns[i], header);
    }
    return row;
  }

  private double value(Path data, CsvRecord line, int column, List<String> header) {
    String cell = line.getField(column).strip();
    if (cell.isEmpty() || cell.equalsIgnoreCase("nan")) {
      return accepted(Double.NaN, cell, data, line, column, header);
    }
    try {
      return accepted(Double.parseDouble(infinity(cell)), cell, data, line, column, header);
    } catch (NumberFormatException none) {
      throw cellProblem(cell, "a number, or nothing", data, line, column, header);
    }
  }

  /// As C and Python write it.
  private static String infinity(String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf" -> "Infinity";
      case "-inf" -> "-Infinity";
      default -> cell;
    };
  }

  private double accepted(
      double value, String cell, Path data, CsvRecord line, int column, List<String> header) {
    boolean infinite =
        Double.isInfinite(image.arithmetic() == Arithmetic.FLOAT64 ? value : (float) value);
    boolean refused =
        switch (model.refused()) {
          case NOTHING -> false;
          case INFINITIES -> infinite;
          case NAN_AND_INFINITIES -> infinite || Double.isNaN(value);
        };
    if (refused) {
      throw cellProblem(
          cell, "what %s predicts for".formatted(model.library()), data, line, column, header);
    }
    return value;
  }

  private static RefusedException cellProblem(
      String cell, String expectation, Path data, CsvRecord line, int column, List<String> header) {
    String place =
        "'%.40s' in column '%s' of line %d"
            .formatted(cell, header.get(column), line.getStartingLineNumber());
    return problem(data, place, expectation, "mend the cell");
  }

  private static RefusedException problem(
      Path data, String value, String expectation, String remedy) {
    return RefusedException.of("--data " + data, value, expectation, remedy);
  }

  private List<String> outputHeader() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < image.margins(); i++) {
      names.add("margin_" + i);
    }
    for (int i = 0; i < image.outputs(); i++) {
      names.add("output_" + i);
    }
    return names;
  }

  private final class RowWriter {
    private final CsvWriter writer;
    private final Evaluator evaluator = image.evaluator();
    private final double[] margins = new double[image.margins()];
    private final double[] outputs = new double[image.outputs()];

    RowWriter(CsvWriter writer) {
      this.writer = writer;
    }

    void write(double[] row) {
      evaluator.margins(row, 0, margins);
      image.outputs(margins, outputs);
      List<String> cells = new ArrayList<>();
      for (double margin : margins) {
        cells.add(decimal(margin));
      }
      for (double output : outputs) {
        cells.add(decimal(output));
      }
      writer.writeRecord(cells);
    }

    private String decimal(double value) {
      return image.arithmetic() == Arithmetic.FLOAT32
          ? Float.toString((float) value)
          : Double.toString(value);
    }
  }
}
