package roundhouse.featureengine.kernel;

import java.util.Arrays;
import java.util.List;
import roundhouse.featureengine.kernel.HistorySpec.KeyPart;

/// The key of one entity: the values of all its parts.
final class EntityKey {
  private final long[] longs;
  private final String[] texts;
  private final int hash;

  private EntityKey(long[] longs, String[] texts, int hash) {
    this.longs = longs;
    this.texts = texts;
    this.hash = hash;
  }

  int hash() {
    return hash;
  }

  /// Where the parts of keys are in the registers of one kind of row, an event or an ask.
  ///
  /// Reads keys without making objects: a key is only made when an entity is new.
  static final class Reader {
    private final ValueKind[] kinds;
    private final int[] registers;

    private Reader(ValueKind[] kinds, int[] registers) {
      this.kinds = kinds;
      this.registers = registers;
    }

    static Reader ofEvents(List<KeyPart> parts) {
      return new Reader(kinds(parts), parts.stream().mapToInt(KeyPart::eventRegister).toArray());
    }

    static Reader ofAsks(List<KeyPart> parts) {
      return new Reader(kinds(parts), parts.stream().mapToInt(KeyPart::askRegister).toArray());
    }

    /// Whether any part is null: such a row is about no entity.
    boolean isNull(Registers row) {
      for (int register : registers) {
        if (row.isNull(register)) {
          return true;
        }
      }
      return false;
    }

    int hashOf(Registers row) {
      int hash = 0;
      for (int i = 0; i < registers.length; i++) {
        int part =
            kinds[i] == ValueKind.LONG
                ? Long.hashCode(row.longAt(registers[i]) * 0x9E3779B97F4A7C15L)
                : row.textAt(registers[i]).hashCode();
        hash = hash * 31 + part;
      }
      hash *= 0x9E3779B9;
      return hash ^ (hash >>> 15);
    }

    boolean matches(EntityKey key, Registers row) {
      for (int i = 0; i < registers.length; i++) {
        boolean same =
            kinds[i] == ValueKind.LONG
                ? key.longs[i] == row.longAt(registers[i])
                : key.texts[i].equals(row.textAt(registers[i]));
        if (!same) {
          return false;
        }
      }
      return true;
    }

    EntityKey keyOf(Registers row) {
      long[] longs = new long[registers.length];
      String[] texts = new String[registers.length];
      Arrays.fill(texts, "");
      for (int i = 0; i < registers.length; i++) {
        if (kinds[i] == ValueKind.LONG) {
          longs[i] = row.longAt(registers[i]);
        } else {
          texts[i] = row.textAt(registers[i]);
        }
      }
      return new EntityKey(longs, texts, hashOf(row));
    }

    private static ValueKind[] kinds(List<KeyPart> parts) {
      return parts.stream().map(KeyPart::kind).toArray(ValueKind[]::new);
    }
  }
}
