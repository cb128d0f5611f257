package roundhouse.workers.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rows under a header, in columns as wide as their widest cell and two spaces apart. Columns whose
/// header starts with `>` are aligned to the right, as numbers are read.
public final class Table {
  private final List<String> header;
  private final List<Boolean> right;
  private final List<List<String>> rows = new ArrayList<>();

  private Table(List<String> columns) {
    right = columns.stream().map(column -> column.startsWith(">")).toList();
    header =
        columns.stream()
            .map(column -> column.startsWith(">") ? column.substring(1) : column)
            .toList();
  }

  public static Table of(String... columns) {
    return new Table(List.of(columns));
  }

  /// Appends a row of as many cells as there are columns.
  public Table row(Object... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(
          "Row of %d cells: expected %d, one for each column"
              .formatted(cells.length, header.size()));
    }
    rows.add(IntStream.range(0, cells.length).mapToObj(i -> String.valueOf(cells[i])).toList());
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /// Header and rows, one a line, with no trailing blanks.
  public List<String> lines() {
    List<List<String>> all = new ArrayList<>();
    if (header.stream().anyMatch(title -> !title.isEmpty())) {
      all.add(header);
    }
    all.addAll(rows);
    int[] widths =
        IntStream.range(0, header.size())
            .map(i -> all.stream().mapToInt(row -> length(row.get(i))).max().orElse(0))
            .toArray();
    return all.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> pad(row.get(i), widths[i], right.get(i)))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }

  private static String pad(String cell, int width, boolean toTheRight) {
    String blanks = " ".repeat(Math.max(0, width - length(cell)));
    return toTheRight ? blanks + cell : cell + blanks;
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
