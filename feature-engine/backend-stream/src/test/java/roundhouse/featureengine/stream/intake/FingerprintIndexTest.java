package roundhouse.featureengine.stream.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FingerprintIndexTest {
  @Test
  void holdsThePairsOfThePlainReading() {
    Random random = new Random(3);
    FingerprintIndex index = new FingerprintIndex();
    List<List<Long>> pairs = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      // Few fingerprints, so that many collide, some of them wholly.
      long fingerprint = random.nextInt(40) * 8L;
      long block = random.nextInt(20);
      if (random.nextInt(5) < 3) {
        index.add(fingerprint, block);
        pairs.add(List.of(fingerprint, block));
      } else {
        index.remove(fingerprint, block);
        pairs.remove(List.of(fingerprint, block));
      }
      if (pairs.size() > 300) {
        pairs.forEach(pair -> index.remove(pair.getFirst(), pair.getLast()));
        pairs.clear();
      }
      assertThat(index.size()).isEqualTo(pairs.size());
      assertThat(index.anyBlock(fingerprint, found -> found == block))
          .isEqualTo(pairs.contains(List.of(fingerprint, block)));
    }
  }
}
