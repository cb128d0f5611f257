package roundhouse.featureengine.service.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;

/// Where a record came from, then what it holds, as one row.
///
/// @param timestampMicros the broker's
record SegmentRow(String topic, long partition, long offset, long timestampMicros, Row content)
    implements Row {
  private static final int COORDINATES = 4;

  @Override
  public boolean isNull(int field) {
    return field >= COORDINATES && content.isNull(field - COORDINATES);
  }

  @Override
  public boolean booleanAt(int field) {
    return content.booleanAt(field - COORDINATES);
  }

  @Override
  public long longAt(int field) {
    return switch (field) {
      case 1 -> partition;
      case 2 -> offset;
      case 3 -> timestampMicros;
      default -> content.longAt(field - COORDINATES);
    };
  }

  @Override
  public double doubleAt(int field) {
    return content.doubleAt(field - COORDINATES);
  }

  @Override
  public String stringAt(int field) {
    return field == 0 ? topic : content.stringAt(field - COORDINATES);
  }

  @Override
  public ListValue listAt(int field) {
    return content.listAt(field - COORDINATES);
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
