package roundhouse.featureengine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionTest {
  @Test
  void boundIsIncluded() {
    assertThat(Admission.ofTimes(100, 110, 10)).isEqualTo(Admission.ACCEPTED);
    assertThat(Admission.ofTimes(100, 111, 10)).isEqualTo(Admission.LATE);
  }

  @Test
  void eventKnownBeforeItHappenedIsRefused() {
    assertThat(Admission.ofTimes(100, 99, 10)).isEqualTo(Admission.BEFORE_ITS_TIME);
    assertThat(Admission.ofTimes(100, 100, 0)).isEqualTo(Admission.ACCEPTED);
  }

  @Test
  void farthestInstantsDoNotOverflow() {
    assertThat(Admission.ofTimes(Long.MIN_VALUE, Long.MAX_VALUE, 10)).isEqualTo(Admission.LATE);
  }
}
