package roundhouse.workers.cli.files;

import java.nio.file.Path;
import java.util.List;
import roundhouse.workers.cli.platform.RefusedException;

/// The rows of a file, one after the other. Whatever of it cannot be read is a [RefusedException].
interface DataRows extends AutoCloseable {
  static DataRows open(Path data) {
    return ParquetData.isNamed(data) ? ParquetData.open(data) : CsvData.open(data);
  }

  List<String> header();

  /// Goes to the next row; false after the last.
  boolean next();

  /// The current row's number in a column; NaN for missing.
  double valueAt(int column);

  /// The same as it stands in the file.
  String textAt(int column);

  /// Where the current row stands: `line 7`.
  String place();

  @Override
  void close();

  static RefusedException problem(Path data, String value, String expectation, String remedy) {
    return RefusedException.of("--data " + data, value, expectation, remedy);
  }
}
