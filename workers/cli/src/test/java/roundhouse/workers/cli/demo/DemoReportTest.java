package roundhouse.workers.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import roundhouse.workers.cli.demo.DemoReport.DatasetReport;
import roundhouse.workers.cli.demo.DemoReport.LiveReport;
import roundhouse.workers.cli.demo.DemoReport.ModelReport;
import roundhouse.workers.cli.demo.DemoReport.MonthReport;
import roundhouse.workers.cli.demo.DemoReport.NovemberReport;
import roundhouse.workers.cli.demo.DemoReport.ServedReport;
import roundhouse.workers.cli.demo.DemoReport.TagReport;
import roundhouse.workers.cli.demo.DemoReport.VerdictReport;
import tools.jackson.databind.json.JsonMapper;

class DemoReportTest {
  private static final Instant TIME = Instant.parse("2013-10-01T00:00:00Z");

  @Test
  void theReportHasThePromisedForm() {
    assertThat(JsonMapper.shared().writeValueAsString(report(new MonthReport(0.75), "0.1", "0.1")))
        .isEqualTo(
            """
            {"dataset":{"path":"/store/datasets/d","rows":3,"labelled":2,"digest":"aa","planHash":"bb"},\
            "models":[{"role":"champion","id":"m","trainer":"python","cutOff":"2013-10-01T00:00:00Z",\
            "trainFrom":"2013-10-01T00:00:00Z","trainTo":"2013-10-01T00:00:00Z",\
            "holdoutFrom":"2013-10-01T00:00:00Z","holdoutTo":"2013-10-01T00:00:00Z",\
            "auc":0.76,"aucLow":0.75,"aucHigh":0.77,"logLoss":0.4}],\
            "november":{"python":{"auc":0.75},"jvm":{"auc":0.74}},\
            "verdict":{"outcome":"HOLD","reasons":["why"]},\
            "tag":{"name":"late-arrival","before":"m","after":"m"},\
            "served":{"flightId":7,"served":"0.1","batch":"0.1","modelId":"m"},\
            "live":{"flights":2,"equalVectors":2,"equalScores":2,"answersVerified":2,"answersEqual":2},\
            "seconds":{"backfill":1.5}}""");
  }

  @Test
  void aTrainerThatTrainedNothingIsNull() {
    assertThat(JsonMapper.shared().writeValueAsString(report(null, "0.1", "0.1")))
        .contains("\"november\":{\"python\":null,\"jvm\":{\"auc\":0.74}}");
  }

  @Test
  void aGoodReportHasNoFailure() {
    assertThat(DemoRun.failures(report(new MonthReport(0.75), "0.1", "0.1"))).isEmpty();
  }

  @Test
  void aLowAucAndADifferentScoreAreFailures() {
    assertThat(DemoRun.failures(report(new MonthReport(0.739), "0.1", "0.2")))
        .satisfiesExactly(
            auc -> assertThat(auc).contains("python '0.739': expected at least 0.74"),
            score -> assertThat(score).contains("'0.1': expected the batch's 0.2"));
  }

  @Test
  void liveFeaturesScoresAndAnswersThatDifferAreFailures() {
    assertThat(DemoRun.failures(report(new LiveReport(3, 2, 2, 3, 2))))
        .satisfiesExactly(
            vectors -> assertThat(vectors).contains("'2 of 3' flights: expected the dataset's"),
            scores -> assertThat(scores).contains("'2 of 3' flights: expected the batch's"),
            answers -> assertThat(answers).contains("'2 of 3': expected the archive"));
    assertThat(DemoRun.failures(report(new LiveReport(0, 0, 0, 0, 0)))).hasSize(1);
  }

  private static DemoReport report(LiveReport live) {
    DemoReport good = report(new MonthReport(0.75), "0.1", "0.1");
    return new DemoReport(
        good.dataset(),
        good.models(),
        good.november(),
        good.verdict(),
        good.tag(),
        good.served(),
        live,
        good.seconds());
  }

  private static DemoReport report(@Nullable MonthReport python, String served, String batch) {
    return new DemoReport(
        new DatasetReport("/store/datasets/d", 3, 2, "aa", "bb"),
        List.of(
            new ModelReport(
                "champion", "m", "python", TIME, TIME, TIME, TIME, TIME, 0.76, 0.75, 0.77, 0.4)),
        new NovemberReport(python, new MonthReport(0.74)),
        new VerdictReport("HOLD", List.of("why")),
        new TagReport("late-arrival", "m", "m"),
        new ServedReport(7, served, batch, "m"),
        new LiveReport(2, 2, 2, 2, 2),
        Map.of("backfill", 1.5));
  }
}
