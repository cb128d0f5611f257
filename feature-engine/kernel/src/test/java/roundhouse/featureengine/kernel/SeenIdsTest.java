package roundhouse.featureengine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenIdsTest {
  private final ArrayRow event = ArrayRow.ofSize(1);

  @Test
  void firstOfAnIdWinsWithinTheLateness() {
    SeenIds seen = new SeenIds(ValueKind.LONG, 10);
    assertThat(isFirst(seen, 7, 100)).isTrue();
    assertThat(isFirst(seen, 7, 100)).isFalse();
    assertThat(isFirst(seen, 7, 110)).isFalse();
    assertThat(isFirst(seen, 7, 111)).isTrue();
  }

  @Test
  void copyDoesNotKeepAnIdAlive() {
    SeenIds seen = new SeenIds(ValueKind.LONG, 10);
    isFirst(seen, 7, 100);
    isFirst(seen, 7, 109);
    assertThat(isFirst(seen, 7, 111)).isTrue();
  }

  @Test
  void idsAreForgottenOnceNoCopyCanCome() {
    SeenIds seen = new SeenIds(ValueKind.TEXT, 10);
    for (int i = 0; i < 1_000; i++) {
      event.putString(0, "id-" + i);
      assertThat(seen.isFirst(event, 0, i)).isTrue();
      assertThat(seen.size()).isLessThanOrEqualTo(11);
    }
  }

  @Test
  void idsOfOneInstantAreAllKept() {
    SeenIds seen = new SeenIds(ValueKind.LONG, 0);
    for (int i = 0; i < 100; i++) {
      assertThat(isFirst(seen, i, 5)).isTrue();
    }
    for (int i = 0; i < 100; i++) {
      assertThat(isFirst(seen, i, 5)).isFalse();
    }
    assertThat(isFirst(seen, 1, 6)).isTrue();
    assertThat(seen.size()).isEqualTo(1);
  }

  private boolean isFirst(SeenIds seen, long id, long knownAt) {
    event.putLong(0, id);
    return seen.isFirst(event, 0, knownAt);
  }
}
