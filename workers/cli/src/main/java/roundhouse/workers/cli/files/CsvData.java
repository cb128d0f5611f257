package roundhouse.workers.cli.files;

import static roundhouse.workers.cli.files.DataRows.problem;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import roundhouse.workers.cli.platform.RefusedException;

/// Rows of CSV in UTF-8, as RFC 4180 has it, with a header. An empty cell or NaN is missing.
final class CsvData implements DataRows {
  private final Path data;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> lines;
  private final List<String> header;
  private @Nullable CsvRecord line;

  private CsvData(Path data, CsvReader<CsvRecord> reader) {
    this.data = data;
    this.reader = reader;
    this.lines = reader.iterator();
    this.header =
        read()
            .orElseThrow(() -> problem(data, "", "a header", "name the features in the first line"))
            .getFields();
  }

  static CsvData open(Path data) {
    try {
      // Lines of another length are refused by next, which says how they differ.
      return new CsvData(
          data,
          CsvReader.builder().allowExtraFields(true).allowMissingFields(true).ofCsvRecord(data));
    } catch (IOException unreadable) {
      throw problem(data, "no file", "a file that can be read", "correct the path");
    }
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public boolean next() {
    Optional<CsvRecord> found = read();
    line = found.orElse(null);
    if (found.isPresent() && found.get().getFieldCount() != header.size()) {
      throw problem(
          data,
          "line %d with %d cells"
              .formatted(found.get().getStartingLineNumber(), found.get().getFieldCount()),
          "as many as the header's " + header.size(),
          "mend the line");
    }
    return found.isPresent();
  }

  private Optional<CsvRecord> read() {
    try {
      return lines.hasNext() ? Optional.of(lines.next()) : Optional.empty();
    } catch (CsvParseException malformed) {
      throw problem(
          data, String.valueOf(malformed.getMessage()), "CSV as RFC 4180 says", "mend the file");
    } catch (UncheckedIOException unreadable) {
      throw problem(data, String.valueOf(unreadable.getMessage()), "CSV in UTF-8", "mend the file");
    }
  }

  @Override
  public double valueAt(int column) {
    String cell = textAt(column);
    if (cell.isEmpty() || cell.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(infinity(cell));
    } catch (NumberFormatException none) {
      throw noNumber(column, cell);
    }
  }

  private RefusedException noNumber(int column, String cell) {
    return problem(
        data,
        "'%.40s' in column '%s' of %s".formatted(cell, header.get(column), place()),
        "a number, or nothing",
        "mend the cell");
  }

  /// As C and Python write it.
  private static String infinity(String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf" -> "Infinity";
      case "-inf" -> "-Infinity";
      default -> cell;
    };
  }

  @Override
  public String textAt(int column) {
    return Objects.requireNonNull(line).getField(column).strip();
  }

  @Override
  public String place() {
    return "line " + Objects.requireNonNull(line).getStartingLineNumber();
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
