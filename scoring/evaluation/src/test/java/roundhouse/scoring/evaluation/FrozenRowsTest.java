package roundhouse.scoring.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FrozenRowsTest {
  private static final Instant NOON = Instant.parse("2013-11-01T12:00:00Z");

  @Test
  void digestIsThatOfTheDocumentedBytes() {
    // sha256 of 00000001 61 01 3ff0000000000000  00000002 c3a9 00 3ff0000000000000
    assertThat(rows("a", true, "é", false).digest())
        .isEqualTo("ebd500ba588855b755a14def73ea71487ddf00b19d7d2abba3c9b2b4f3b68880");
  }

  @Test
  void digestDoesNotDependOnTheOrderOfRows() {
    assertThat(rows("b", false, "a", true).digest())
        .isEqualTo(rows("a", true, "b", false).digest());
  }

  @Test
  void digestDependsOnIdsAndLabels() {
    String digest = rows("a", true, "b", false).digest();

    assertThat(rows("a", false, "b", true).digest()).isNotEqualTo(digest);
    assertThat(rows("a", true, "c", false).digest()).isNotEqualTo(digest);
  }

  @Test
  void idsAreOrderedAsUtf8Bytes() {
    // As UTF-16 the emoji's surrogate sorts before U+FFFD; as UTF-8 it sorts after.
    assertThat(rows("\uFFFD", true, "\uD83D\uDE00", false).digest())
        .isEqualTo(rows("\uD83D\uDE00", false, "\uFFFD", true).digest());
  }

  @Test
  void labelsOfOneClassAreRefused() {
    assertThatThrownBy(() -> rows("a", true, "b", true))
        .hasMessageContaining("2 positive of 2")
        .hasMessageContaining("widen the range");
  }

  @Test
  void askIdTwiceIsRefused() {
    assertThatThrownBy(() -> rows("a", true, "a", false)).hasMessageContaining("Ask id 'a'");
  }

  @Test
  void unequalLengthsAreRefused() {
    assertThatThrownBy(
            () ->
                FrozenRows.of(
                    new String[] {"a"}, new boolean[] {true, false}, new Instant[] {NOON}))
        .hasMessageContaining("1 ids, 2 labels, 1 times");
  }

  @Test
  void blocksAreNumberedInOrderOfTimeWithoutGaps() {
    Instant midnight = Instant.parse("2013-11-05T00:00:00Z");
    FrozenRows rows =
        FrozenRows.of(
            new String[] {"a", "b", "c", "d"},
            new boolean[] {true, false, true, false},
            new Instant[] {
              midnight, NOON, midnight.minusMillis(1), Instant.parse("1969-12-31T23:00:00Z")
            });

    TimeBlocks blocks = rows.blocks(Duration.ofDays(1));

    assertThat(blocks.count()).isEqualTo(4);
    assertThat(new int[] {blocks.of(0), blocks.of(1), blocks.of(2), blocks.of(3)})
        .containsExactly(3, 1, 2, 0);
  }

  private static FrozenRows rows(String first, boolean firstLabel, String second, boolean label) {
    return FrozenRows.of(
        new String[] {first, second},
        new boolean[] {firstLabel, label},
        new Instant[] {NOON, NOON});
  }
}
