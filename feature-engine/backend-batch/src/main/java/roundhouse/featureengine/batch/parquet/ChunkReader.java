package roundhouse.featureengine.batch.parquet;

import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.parquet.encoding.HybridReader;
import roundhouse.featureengine.batch.parquet.encoding.LittleEndian;

/// Decodes one column of a row group into a vector, some rows at a time. One thread at a time.
abstract sealed class ChunkReader permits FlatReader, ListReader {
  private final Leaf leaf;
  private final ChunkPages pages;
  private final ColumnVector target;
  private long @Nullable [] dictionary;
  private int dictionaryObjects;
  private int pageLeft;
  private @Nullable HybridReader repetitions;
  private @Nullable HybridReader definitions;
  private @Nullable ValueReader values;

  /// @param target gets the values
  ChunkReader(Leaf leaf, ColumnMetaData metadata, byte[] chunk, ColumnVector target) {
    this.leaf = leaf;
    this.target = target;
    pages = new ChunkPages(metadata, chunk);
  }

  /// @param vector whose column the leaf can be read as
  static ChunkReader of(Leaf leaf, ColumnMetaData metadata, byte[] chunk, ColumnVector vector) {
    return vector.column().type() instanceof ColumnType.ListOf(ColumnType element)
        ? new ListReader(leaf, metadata, chunk, vector, element)
        : new FlatReader(leaf, metadata, chunk, vector);
  }

  /// Decodes the next rows into the vector, from its start.
  abstract void read(int rows);

  /// Forgets texts of earlier rows.
  final void beginValues() {
    target.truncateObjects(dictionaryObjects);
  }

  /// Entries left in the current page, the next one where that is read; 0: there are none.
  final int available() {
    while (pageLeft == 0) {
      if (!pages.next()) {
        return 0;
      }
      open(pages.header());
    }
    return pageLeft;
  }

  /// The levels of the page's next entries.
  final @Nullable HybridReader definitions() {
    return definitions;
  }

  final @Nullable HybridReader repetitions() {
    return repetitions;
  }

  /// Puts the page's next values into the target, and counts the entries as read that they are of.
  final void readValues(int at, int count, int entries) {
    if (values != null) {
      values.read(target, at, count);
    }
    pageLeft -= entries;
  }

  private void open(PageHeader header) {
    switch (header.getType()) {
      case DATA_PAGE -> openPage(header.getData_page_header());
      case DATA_PAGE_V2 -> openPage(header.getData_page_header_v2());
      case DICTIONARY_PAGE -> readDictionary(header.getDictionary_page_header());
      case INDEX_PAGE -> {}
    }
  }

  private void openPage(DataPageHeader header) {
    int at = pages.start();
    repetitions = null;
    definitions = null;
    if (leaf.levels().repetition() > 0) {
      int end = levelsEnd(at, header.getRepetition_level_encoding());
      repetitions = levels(at + Integer.BYTES, end, leaf.levels().repetition());
      at = end;
    }
    if (leaf.levels().value() > 0) {
      int end = levelsEnd(at, header.getDefinition_level_encoding());
      definitions = levels(at + Integer.BYTES, end, leaf.levels().value());
      at = end;
    }
    openValues(header.getEncoding(), at, header.getNum_values());
  }

  /// Where levels end that begin with their length.
  private int levelsEnd(int at, Encoding encoding) {
    int length = LittleEndian.getInt(pages.bytes(), at);
    if (encoding != Encoding.RLE || length < 0 || length > pages.end() - at - Integer.BYTES) {
      throw new MalformedTable(
          "levels of %d bytes in %s end past their page".formatted(length, encoding));
    }
    return at + Integer.BYTES + length;
  }

  private HybridReader levels(int from, int end, int most) {
    return new HybridReader(
        pages.bytes(), from, end, Integer.SIZE - Integer.numberOfLeadingZeros(most));
  }

  private void openPage(DataPageHeaderV2 header) {
    int from = pages.start();
    int middle = from + header.getRepetition_levels_byte_length();
    int end = middle + header.getDefinition_levels_byte_length();
    Leaf.Levels levels = leaf.levels();
    repetitions = levels.repetition() > 0 ? levels(from, middle, levels.repetition()) : null;
    definitions = levels.value() > 0 ? levels(middle, end, levels.value()) : null;
    openValues(header.getEncoding(), end, header.getNum_values());
  }

  private void openValues(Encoding encoding, int at, int count) {
    if (count < 0) {
      throw new MalformedTable("a page of %d values".formatted(count));
    }
    pageLeft = count;
    byte[] bytes = pages.bytes();
    if (encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY) {
      if (dictionary == null) {
        throw new MalformedTable("values numbered before their dictionary");
      }
      // A page of nulls only may end before the width.
      int width = at < pages.end() ? bytes[at] : 0;
      int from = Math.min(at + 1, pages.end());
      values =
          new ValueReader.Numbered(dictionary, new HybridReader(bytes, from, pages.end(), width));
    } else {
      values = ValueReader.of(leaf, encoding, bytes, at, pages.end(), count);
    }
  }

  private void readDictionary(DictionaryPageHeader header) {
    int count = header.getNum_values();
    int bytes = pages.end() - pages.start();
    // No value takes less than a bit.
    if (count < 0 || count > (long) bytes * Byte.SIZE || dictionary != null) {
      throw new MalformedTable("a dictionary of %d values in %d bytes".formatted(count, bytes));
    }
    ColumnVector entries = new ColumnVector(target.column(), count);
    ValueReader.of(leaf, Encoding.PLAIN, pages.bytes(), pages.start(), pages.end(), count)
        .read(entries, 0, count);
    target.adoptObjects(entries);
    dictionaryObjects = entries.objectCount();
    dictionary = entries.words();
  }
}
