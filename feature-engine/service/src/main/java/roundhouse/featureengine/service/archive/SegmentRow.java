package roundhouse.featureengine.service.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;

/// Where a record came from, then what it holds, as one row.
final class SegmentRow implements Row {
  private final String topic;
  private final long[] coordinates;
  private final Row content;

  /// @param coordinates the columns between the topic's name and the content, all of them numbers
  ///   or instants
  SegmentRow(String topic, long[] coordinates, Row content) {
    this.topic = topic;
    this.coordinates = coordinates;
    this.content = content;
  }

  private int inContent(int field) {
    return field - 1 - coordinates.length;
  }

  @Override
  public boolean isNull(int field) {
    return inContent(field) >= 0 && content.isNull(inContent(field));
  }

  @Override
  public boolean booleanAt(int field) {
    return content.booleanAt(inContent(field));
  }

  @Override
  public long longAt(int field) {
    return inContent(field) >= 0 ? content.longAt(inContent(field)) : coordinates[field - 1];
  }

  @Override
  public double doubleAt(int field) {
    return content.doubleAt(inContent(field));
  }

  @Override
  public String stringAt(int field) {
    return field == 0 ? topic : content.stringAt(inContent(field));
  }

  @Override
  public ListValue listAt(int field) {
    return content.listAt(inContent(field));
  }

  /// A row of texts.
  record Texts(List<@Nullable String> texts) implements Row {
    @Override
    public boolean isNull(int field) {
      return texts.get(field) == null;
    }

    @Override
    public String stringAt(int field) {
      return String.valueOf(texts.get(field));
    }

    @Override
    public boolean booleanAt(int field) {
      throw new IllegalStateException("Field " + field + " is a text");
    }

    @Override
    public long longAt(int field) {
      throw new IllegalStateException("Field " + field + " is a text");
    }

    @Override
    public double doubleAt(int field) {
      throw new IllegalStateException("Field " + field + " is a text");
    }
  }
}
