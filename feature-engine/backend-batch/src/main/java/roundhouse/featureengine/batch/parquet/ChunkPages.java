package roundhouse.featureengine.batch.parquet;

import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import roundhouse.featureengine.batch.parquet.encoding.LittleEndian;

/// The pages of a column chunk, one after the other, checked and decompressed. One thread at a
/// time. Memory: the page.
///
/// No size in a header is believed before it was compared with what there is.
final class ChunkPages {
  private final CompressionCodec codec;
  private final byte[] chunk;
  private final int end;
  private int position;
  private PageHeader header = new PageHeader();
  private byte[] page = new byte[0];
  private int pageStart;
  private int pageEnd;

  /// @param chunk its bytes and [LittleEndian#SLACK] more
  ChunkPages(ColumnMetaData metadata, byte[] chunk) {
    codec = metadata.getCodec();
    this.chunk = chunk;
    end = chunk.length - LittleEndian.SLACK;
  }

  /// Moves to the next page; false: there is none.
  boolean next() {
    if (position >= end) {
      return false;
    }
    header = new PageHeader();
    position += Thrift.read(header, chunk, position, end);
    int size = header.getCompressed_page_size();
    if (size < 0 || size > end - position) {
      throw new MalformedTable("a page of %d bytes ends past its chunk".formatted(size));
    }
    verify(size);
    open(size);
    position += size;
    return true;
  }

  private void verify(int size) {
    if (header.isSetCrc()) {
      CRC32 crc = new CRC32();
      crc.update(chunk, position, size);
      if ((int) crc.getValue() != header.getCrc()) {
        throw new MalformedTable("a page's checksum is not that of its bytes");
      }
    }
  }

  private void open(int size) {
    boolean v2 = header.getType() == PageType.DATA_PAGE_V2;
    int levels = v2 ? levelBytes(size) : 0;
    boolean compressed =
        codec != CompressionCodec.UNCOMPRESSED
            && (!v2 || isCompressed(header.getData_page_header_v2()));
    int held = header.getUncompressed_page_size();
    Codec.requirePlausible(compressed ? codec : CompressionCodec.UNCOMPRESSED, size, held);
    if (!compressed) {
      page = chunk;
      pageStart = position;
      pageEnd = position + held;
      return;
    }
    if (page == chunk || page.length < held + LittleEndian.SLACK) {
      page = new byte[Math.addExact(held, LittleEndian.SLACK)];
    }
    System.arraycopy(chunk, position, page, 0, levels);
    if (held < levels) {
      throw new MalformedTable("a page of %d bytes is shorter than its levels".formatted(held));
    }
    if (held > levels) {
      Codec.decompress(codec, chunk, position + levels, size - levels, page, levels, held - levels);
    }
    pageStart = 0;
    pageEnd = held;
  }

  private static boolean isCompressed(DataPageHeaderV2 data) {
    return !data.isSetIs_compressed() || data.isIs_compressed();
  }

  /// Levels lie before the values of such a page, never compressed.
  private int levelBytes(int size) {
    DataPageHeaderV2 data = header.getData_page_header_v2();
    int repetition = data.getRepetition_levels_byte_length();
    int definition = data.getDefinition_levels_byte_length();
    if (repetition < 0 || definition < 0 || repetition > size - definition) {
      throw new MalformedTable(
          "levels of %d and %d bytes in a page of %d".formatted(repetition, definition, size));
    }
    return repetition + definition;
  }

  PageHeader header() {
    return header;
  }

  /// Holds the page, with [LittleEndian#SLACK] bytes after it; valid until the next one.
  byte[] bytes() {
    return page;
  }

  int start() {
    return pageStart;
  }

  int end() {
    return pageEnd;
  }
}
