package roundhouse.featureengine.batch.parquet;

import java.util.Objects;
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
final class ChunkReader {
  private final Leaf leaf;
  private final Column wanted;
  private final ChunkPages pages;
  private final ColumnVector vector;
  private long @Nullable [] dictionary;
  private int dictionaryTexts;
  private int pageLeft;
  private @Nullable HybridReader levels;
  private @Nullable ValueReader values;

  /// @param vector whose column the leaf can be read as
  ChunkReader(Leaf leaf, ColumnMetaData metadata, byte[] chunk, ColumnVector vector) {
    this.leaf = leaf;
    this.vector = vector;
    wanted = vector.column();
    pages = new ChunkPages(metadata, chunk);
  }

  /// Decodes the next rows into the vector, from its start.
  void read(int rows) {
    vector.truncateTexts(dictionaryTexts);
    for (int done = 0; done < rows; ) {
      if (pageLeft == 0) {
        nextPage();
      } else {
        int some = Math.min(rows - done, pageLeft);
        readFromPage(done, some);
        pageLeft -= some;
        done += some;
      }
    }
  }

  private void readFromPage(int at, int count) {
    ValueReader reader = Objects.requireNonNull(values);
    int defined = levels == null ? count : levels.readDefined(vector.nulls(), at, count);
    if (defined < count && !wanted.nullable()) {
      throw new MalformedTable(
          "column '%s' lacks a value; expected one in every row".formatted(wanted.name()));
    }
    reader.read(vector, at, defined);
    if (defined < count) {
      spread(at, count, defined);
    }
  }

  /// Moves the values, which lie together at the start, to the rows that have one.
  private void spread(int at, int count, int defined) {
    long[] words = vector.words();
    int from = at + defined;
    for (int row = at + count - 1; row >= at; row--) {
      words[row] = vector.isNull(row) ? 0 : words[--from];
    }
  }

  private void nextPage() {
    if (!pages.next()) {
      throw new MalformedTable("column '%s' ends before its rows".formatted(wanted.name()));
    }
    PageHeader header = pages.header();
    switch (header.getType()) {
      case DATA_PAGE -> openPage(header.getData_page_header());
      case DATA_PAGE_V2 -> openPage(header.getData_page_header_v2());
      case DICTIONARY_PAGE -> readDictionary(header.getDictionary_page_header());
      case INDEX_PAGE -> {}
    }
  }

  private void openPage(DataPageHeader header) {
    int at = pages.start();
    levels = null;
    if (leaf.definedLevel() > 0) {
      int length = LittleEndian.getInt(pages.bytes(), at);
      at += Integer.BYTES;
      if (header.getDefinition_level_encoding() != Encoding.RLE
          || length < 0
          || length > pages.end() - at) {
        throw new MalformedTable("levels of %d bytes end past their page".formatted(length));
      }
      levels = new HybridReader(pages.bytes(), at, at + length, 1);
      at += length;
    }
    openValues(header.getEncoding(), at, header.getNum_values());
  }

  private void openPage(DataPageHeaderV2 header) {
    int at = pages.start() + header.getRepetition_levels_byte_length();
    int end = at + header.getDefinition_levels_byte_length();
    levels = leaf.definedLevel() > 0 ? new HybridReader(pages.bytes(), at, end, 1) : null;
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
    ColumnVector entries = new ColumnVector(wanted, count);
    ValueReader.of(leaf, Encoding.PLAIN, pages.bytes(), pages.start(), pages.end(), count)
        .read(entries, 0, count);
    vector.adoptTexts(entries);
    dictionaryTexts = entries.textCount();
    dictionary = entries.words();
  }
}
