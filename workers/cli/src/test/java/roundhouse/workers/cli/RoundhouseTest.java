package roundhouse.workers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.scoring.registry.Change.DatasetRegistered;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.DatasetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.workers.cli.terminal.Terminal;

class RoundhouseTest {
  private static final String CONTRACT =
      """
      {"label": "late", "maturity": "PT24H", "askFilter": "",
       "holdOut": {"length": "P14D", "gap": "PT0S"}, "primaryMetric": "auc", "floor": 0.7,
       "margin": 0.0, "maxLogLossIncrease": 0.01, "policy": "%s", "approvalTimeout": "P7D"}
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Path store;
  private final Path folder;

  RoundhouseTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.store = Files.createDirectory(folder.resolve("store"));
  }

  @Test
  void withoutACommandItSaysWhatThereIs() {
    assertThat(run()).isZero();
    assertThat(output())
        .contains(
            "demo",
            "doctor",
            "sources",
            "backfill",
            "emit-state",
            "train",
            "retrain",
            "approve",
            "reject",
            "tags",
            "models",
            "explain",
            "score");
  }

  @Test
  void aGroupOfCommandsSaysWhatItHas() {
    assertThat(run("tags")).isZero();
    assertThat(run("models")).isZero();
    assertThat(output()).contains("roundhouse tags", "declare", "history", "roundhouse models");
  }

  @Test
  void anUnknownCommandIsRefusedWithTheWayToHelp() {
    assertThat(run("trian")).isEqualTo(2);
    assertThat(errors()).contains("'trian'", "See: roundhouse --help").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sources refer-archive",
        "backfill",
        "emit-state",
        "train",
        "retrain",
        "approve",
        "reject",
        "tags show",
        "tags history",
        "tags declare",
        "models show",
        "explain",
        "score"
      })
  void withoutItsArgumentsACommandIsRefused(String command) {
    assertThat(run((command + " --store " + store).split(" "))).isEqualTo(2);
    assertThat(errors()).contains("expected a").doesNotContain("\tat ", "Exception");
  }

  @Test
  void anS3EndpointThatIsNoneIsRefused() {
    assertThat(run("tags", "list", "--store=s3://bucket", "--s3-endpoint=host:9000")).isEqualTo(2);
    assertThat(errors()).contains("S3 endpoint 'host:9000': expected http(s)://host[:port]");
    String secret = "--s3-endpoint=http://me:hunter2@host";
    assertThat(run("tags", "list", "--store=s3://bucket", secret)).isEqualTo(2);
    assertThat(errors()).contains("http://…@host").doesNotContain("hunter2");
  }

  @Test
  void aBackendIsNamedInAnyCaseAndAnotherIsRefused() {
    assertThat(run("backfill", "--store=" + store, "--backend=spark")).isEqualTo(2);
    assertThat(errors()).contains("--feature-set").doesNotContain("--backend");
    assertThat(run("backfill", "--store=" + store, "--backend=flink")).isEqualTo(2);
    assertThat(errors()).contains("--backend", "flink", "BATCH, SPARK");
  }

  @Test
  void aTrainingRequestIsRefusedWithEveryProblem() {
    assertThat(
            run(
                "train",
                "--store=" + store,
                "--name=Late Arrival",
                "--dataset=late-arrival-v1-0123456789abcdef",
                "--label=late",
                "--cut-off=2013-13-01",
                "--hold-out=-14d",
                "--workflow=r:forest",
                "--param=trees"))
        .isEqualTo(2);
    assertThat(errors())
        .contains(
            "--name 'Late Arrival': expected a name such as late-arrival;",
            "--dataset 'late-arrival-v1-0123456789abcdef': expected a registered dataset;",
            "--cut-off '2013-13-01': expected a time in UTC;",
            "--hold-out '-14d': expected more than zero;",
            "--workflow 'r:forest': expected python:<name> or jvm:xgboost;",
            "--param 'trees': expected a key and a value;")
        .hasLineCount(6);
  }

  @Test
  void unknownNamesAreToldWithTheKnownOnes() {
    declare("late-arrival", "AUTO");
    assertThat(
            run(
                "retrain",
                "--store=" + store,
                "--tag=late-arival",
                "--name=late-arrival",
                "--feature-set=late-arrival@2",
                "--source=flights",
                "--workflow=jvm:xgboost"))
        .isEqualTo(2);
    assertThat(errors())
        .contains(
            "--tag 'late-arival': expected a declared tag; choose from late-arrival",
            "--feature-set 'late-arrival@2': expected a published feature set; publish it with: roundhouse features publish");
  }

  @Test
  void aMissingStoreIsOneMoreProblem() {
    assertThat(run("retrain", "--store=" + folder.resolve("nowhere"), "--tag=x")).isEqualTo(2);
    assertThat(errors()).contains("--name ''", "Store '" + folder.resolve("nowhere") + "'");
  }

  @Test
  void aStoreThatIsNoLocationIsRefused() {
    assertThat(run("models", "list", "--store=ftp://somewhere/else")).isEqualTo(2);
    assertThat(errors()).contains("Store 'ftp://somewhere/else': expected");
  }

  @Test
  void anUnreachableTemporalIsRefusedWithTheWayToStartIt() throws IOException {
    assertThat(run("approve", "late-arrival", "--temporal=127.0.0.1:" + freePort())).isEqualTo(2);
    assertThat(errors()).contains("Temporal '127.0.0.1:", "./roundhouse demo").hasLineCount(1);
  }

  @Test
  void anUnreachableScorerIsRefusedWithTheWayToStartIt() throws IOException {
    assertThat(
            run(
                "score",
                "late-arrival",
                "--features={}",
                "--scorer=http://127.0.0.1:" + freePort()))
        .isEqualTo(2);
    assertThat(errors()).contains("Scorer 'http://127.0.0.1:", "./roundhouse demo").hasLineCount(1);
  }

  @Test
  void malformedFeaturesAreRefused() {
    assertThat(run("score", "late-arrival", "--features={\"carrier\": }")).isEqualTo(2);
    assertThat(errors()).contains("--features '{\"carrier\": }': expected a JSON object");
  }

  @Test
  void aNegativeLimitIsRefused() {
    assertThat(run("models", "list", "--store=" + store, "--limit=-5")).isEqualTo(2);
    assertThat(errors()).contains("--limit '-5': expected a whole number of at least 1");
  }

  @Test
  void anEmptyStoreHasNoTagsAndNoModels() {
    assertThat(run("tags", "list", "--store=" + store)).isZero();
    assertThat(run("models", "list", "--store=" + store)).isZero();
    assertThat(output()).contains("No tag is declared.", "No model is registered.");
  }

  @Test
  void aDeclaredTagIsListedAndShown() {
    declare("late-arrival", "APPROVE");
    assertThat(run("tags", "list", "--store=" + store)).isZero();
    assertThat(run("tags", "show", "late-arrival", "--store=" + store)).isZero();
    assertThat(run("tags", "history", "late-arrival", "--store=" + store)).isZero();
    assertThat(output())
        .containsPattern("late-arrival +- +0 +never +APPROVE +late")
        .containsPattern("maturity +PT24H")
        .contains("It has never moved.");
  }

  @Test
  void declaringBackAndForthIsThreeEntriesAndRepeatingIsNone() {
    declare("late-arrival", "AUTO");
    declare("late-arrival", "AUTO");
    declare("late-arrival", "APPROVE");
    declare("late-arrival", "AUTO");
    try (ObjectStore objects = ObjectStores.onDisk(store)) {
      assertThat(Registry.open(objects).state().head()).isEqualTo(3);
    }
    run("tags", "show", "late-arrival", "--store=" + store);
    assertThat(output()).containsPattern("policy +AUTO");
  }

  @Test
  void aContractIsRefusedWithEveryProblem() throws IOException {
    Path file = folder.resolve("contract.json");
    Files.writeString(
        file, CONTRACT.formatted("AUTO").replace("floor", "flor").replace("gap", "gab"));
    assertThat(run("tags", "declare", "late-arrival", file.toString(), "--store=" + store))
        .isEqualTo(2);
    assertThat(errors())
        .contains(
            "Contract 'floor': expected this field; add it",
            "Contract 'flor': expected one of label, maturity,",
            "Contract's holdOut 'gap': expected this field; add it",
            "Contract's holdOut 'gab': expected one of length, gap; remove it");
  }

  @Test
  void aContractOutOfRangeIsRefused() throws IOException {
    Path file = folder.resolve("contract.json");
    Files.writeString(
        file,
        CONTRACT
            .formatted("AUTO")
            .replace("\"auc\"", "\"accuracy\"")
            .replace("0.01", "-1")
            .replace("PT24H", "PT0S"));
    assertThat(run("tags", "declare", "late-arrival", file.toString(), "--store=" + store))
        .isEqualTo(2);
    assertThat(errors())
        .contains(
            "primaryMetric 'accuracy': expected auc or log-loss",
            "maxLogLossIncrease '-1.0': expected zero or more",
            "maturity 'PT0S': expected more than zero");
  }

  @Test
  void aPolicyThatIsNoneIsRefused() throws IOException {
    Path file = folder.resolve("contract.json");
    Files.writeString(file, CONTRACT.formatted("MAYBE"));
    assertThat(run("tags", "declare", "late-arrival", file.toString(), "--store=" + store))
        .isEqualTo(2);
    assertThat(errors()).contains("MAYBE").doesNotContain("\tat ");
  }

  @Test
  void aDatasetOfAnUnknownFeatureSetIsLeftToTheWorkflow() {
    try (ObjectStore objects = ObjectStores.onDisk(store)) {
      Registry.open(objects)
          .append(
              CommandId.of("test"),
              new DatasetRegistered(DatasetId.of("foreign"), "a".repeat(64), "datasets/foreign"))
          .orThrow();
    }
    run("train", "--store=" + store, "--dataset=foreign", "--label=late");
    assertThat(errors()).doesNotContain("--dataset");
  }

  private void declare(String tag, String policy) {
    try {
      Path file = folder.resolve("contract.json");
      Files.writeString(file, CONTRACT.formatted(policy));
      assertThat(run("tags", "declare", tag, file.toString(), "--store=" + store))
          .as(errors())
          .isZero();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private int run(String... arguments) {
    return Roundhouse.run(
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            80),
        arguments);
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
