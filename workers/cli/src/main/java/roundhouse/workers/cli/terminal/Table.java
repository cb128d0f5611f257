package roundhouse.workers.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Rows under a header, in columns as wide as their widest cell and two spaces apart. Columns whose
/// header starts with `>` are aligned to the right, as numbers are read.
public final class Table {
  private static final String GAP = "  ";

  /// A cell that is broken keeps this much, however wide those before it are.
  private static final int NARROWEST = 30;

  private final List<String> header;
  private final List<Boolean> right;
  private final List<List<String>> rows = new ArrayList<>();

  private Table(List<String> header, List<Boolean> right) {
    this.header = header;
    this.right = right;
  }

  public static Table of(String... columns) {
    List<Boolean> right = Stream.of(columns).map(column -> column.startsWith(">")).toList();
    return new Table(
        Stream.of(columns)
            .map(column -> column.startsWith(">") ? column.substring(1) : column)
            .toList(),
        right);
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

  /// As [#lines()], but a last cell that goes beyond so many columns goes on below itself, broken
  /// at blanks.
  public List<String> linesWithin(int columns) {
    int last = header.size() - 1;
    List<List<String>> all = all();
    int before = IntStream.range(0, last).map(i -> width(i, all) + GAP.length()).sum();
    Table broken = new Table(header, right);
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>(row);
      for (String part : parts(row.get(last), Math.max(NARROWEST, columns - before))) {
        cells.set(last, part);
        broken.rows.add(List.copyOf(cells));
        cells.replaceAll(_ -> "");
      }
    }
    return broken.lines();
  }

  private static List<String> parts(String cell, int most) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (String word : cell.split(" ", -1)) {
      if (!part.isEmpty() && length(part + " " + word) > most) {
        parts.add(part.toString());
        part.setLength(0);
      }
      part.append(part.isEmpty() ? "" : " ").append(word);
    }
    parts.add(part.toString());
    return parts;
  }

  /// Header and rows, one a line, with no trailing blanks.
  public List<String> lines() {
    List<List<String>> all = all();
    int[] widths = IntStream.range(0, header.size()).map(i -> width(i, all)).toArray();
    return all.stream().map(row -> line(row, widths)).toList();
  }

  private List<List<String>> all() {
    List<List<String>> all = new ArrayList<>();
    if (header.stream().anyMatch(title -> !title.isEmpty())) {
      all.add(header);
    }
    all.addAll(rows);
    return all;
  }

  private static int width(int column, List<List<String>> all) {
    return all.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private String line(List<String> row, int[] widths) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> pad(row.get(i), widths[i], right.get(i)))
        .collect(Collectors.joining(GAP))
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
