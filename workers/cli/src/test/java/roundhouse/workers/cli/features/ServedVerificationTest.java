package roundhouse.workers.cli.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServedVerificationTest {
  @Test
  void equalAnswersAreCounted() {
    ServedVerification found =
        ServedVerification.parse(
            """
            {"archived":340,"sampled":300,"equal":299,"notArchivedYet":1,"differences":[]}
            """);

    assertThat(found.isEqual()).isTrue();
    assertThat(found.lines())
        .anySatisfy(line -> assertThat(line).contains("equal, to the bit", "299 (100.00 %)"))
        .anySatisfy(line -> assertThat(line).contains("not archived yet", "1"));
  }

  @Test
  void aDifferenceIsShownWithAskFeatureBothValuesAndPositions() {
    ServedVerification found =
        ServedVerification.parse(
            """
            {"archived":2,"sampled":2,"equal":1,"notArchivedYet":0,"differences":[{"answerId":"a-1",
            "askId":"7","subject":"visits_1h","served":"3","recomputed":"2","entities":[{"entity":
            "user","positions":[{"topic":"visits","partition":1,"offset":42}]}]}]}
            """
                .replace("\n", ""));

    assertThat(found.isEqual()).isFalse();
    assertThat(found.share()).isEqualTo("50.00 %");
    assertThat(found.lines().getLast())
        .isEqualTo(
            "Ask 7, visits_1h: served 3, the archive gives 2; positions [user] visits-1@42; answer a-1");
  }

  @Test
  void nothingComparedIsNoSuccess() {
    ServedVerification none =
        ServedVerification.parse(
            "{\"archived\":0,\"sampled\":0,\"equal\":0,\"notArchivedYet\":0,\"differences\":[]}");

    assertThat(none.isEqual()).isFalse();
    assertThat(none.lines().getLast()).contains("Nothing could be compared");
  }
}
