package roundhouse.scoring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Open Inference Protocol, version 2, over REST.
@TestInstance(Lifecycle.PER_CLASS)
class InferenceTest {
  private static final String NAMED =
      """
      {"id": "call-7", "inputs": [
        {"name": "carrier", "datatype": "BYTES", "shape": [3], "data": ["UA", "AA", "AA"]},
        {"name": "distance", "datatype": "INT32", "shape": [3, 1], "data": [[719], [100], [null]]}]}
      """;

  private final RunningScorer scorer;
  private final Platform platform;
  private final long revision;

  InferenceTest(@TempDir Path folder) {
    platform = new Platform(folder.resolve("store")).declare("late", "empty");
    revision = platform.register("model-a", 0.75f).move("model-a", "late");
    scorer =
        RunningScorer.start(
            platform.folder().toString(),
            folder.resolve("cache"),
            "max-request-size=2KB",
            "max-rows=5");
    await()
        .atMost(RunningScorer.PATIENCE)
        .until(() -> scorer.get("/v2/models/late/ready").statusCode() == 200);
  }

  @AfterAll
  void stop() {
    scorer.close();
    platform.close();
  }

  @Test
  void namedTensorsAreScoredAsNamedFeaturesAre() {
    HttpResponse<String> response = infer("late", NAMED);
    JsonNode answer = RunningScorer.json(response);
    JsonNode alike =
        RunningScorer.json(
            scorer.score(
                "late",
                "{\"rows\":[{\"carrier\":\"UA\",\"distance\":719},{\"carrier\":\"AA\",\"distance\":100},{\"carrier\":\"AA\"}]}"));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(answer.path("model_name").asString()).isEqualTo("late");
    assertThat(answer.path("model_version").asString()).isEqualTo("model-a");
    assertThat(answer.path("id").asString()).isEqualTo("call-7");
    assertThat(answer.path("parameters").path("revision").asLong()).isEqualTo(revision);
    for (int row = 0; row < 3; row++) {
      JsonNode score = alike.path("scores").path(row);
      assertThat(data(answer, "output").path(row)).isEqualTo(score.path("probability"));
      assertThat(data(answer, "margin").path(row)).isEqualTo(score.path("margin"));
    }
    assertThat(answer.path("outputs").path(0).path("shape").toString()).isEqualTo("[3,1]");
    assertThat(answer.path("outputs").path(0).path("datatype").asString()).isEqualTo("FP32");
  }

  @Test
  void aMatrixHoldsRowsAsTheModelSeesThem() {
    String body =
        "{\"inputs\":[{\"name\":\"input-0\",\"datatype\":\"FP32\",\"shape\":[2,2],\"data\":[1,719,0,100]}],\"outputs\":[{\"name\":\"margin\"}]}";
    JsonNode answer = RunningScorer.json(infer("late", body));
    assertThat(answer.path("outputs")).hasSize(1);
    assertThat(data(answer, "margin").toString()).isEqualTo("[0.75,-0.5]");
    assertThat(
            RunningScorer.json(post("/v2/models/late/versions/model-a/infer", body))
                .path("outputs"))
        .isEqualTo(answer.path("outputs"));
  }

  @Test
  void binaryTensorsCarryTheSameValues() throws Exception {
    byte[] binary = binaryValues();
    String json =
        "{\"parameters\":{\"binary_data_output\":true},\"inputs\":["
            + "{\"name\":\"carrier\",\"datatype\":\"BYTES\",\"shape\":[2],\"parameters\":{\"binary_data_size\":12}},"
            + "{\"name\":\"distance\",\"datatype\":\"FP64\",\"shape\":[2],\"parameters\":{\"binary_data_size\":16}}]}";
    HttpResponse<byte[]> response =
        java.net.http.HttpClient.newHttpClient()
            .send(
                scorer
                    .request(
                        "/v2/models/late/infer",
                        "Content-Type",
                        "application/octet-stream",
                        "Inference-Header-Content-Length",
                        Integer.toString(json.length()))
                    .POST(BodyPublishers.ofByteArray(joined(json, binary)))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    int jsonLength =
        Integer.parseInt(
            response.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
    JsonNode answer = JsonMapper.shared().readTree(response.body(), 0, jsonLength);
    ByteBuffer values =
        ByteBuffer.wrap(response.body(), jsonLength, response.body().length - jsonLength)
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(answer.path("outputs").path(1).path("parameters").path("binary_data_size").asInt())
        .isEqualTo(8);
    JsonNode plain = data(RunningScorer.json(infer("late", NAMED)), "output");
    assertThat(values.getFloat()).isEqualTo(plain.path(0).floatValue());
    assertThat(values.getFloat()).isEqualTo(plain.path(1).floatValue());
    assertThat(values.getFloat()).isEqualTo(0.75f);
    assertThat(values.getFloat()).isEqualTo(-0.5f);
    assertThat(values.hasRemaining()).isFalse();
  }

  private static byte[] binaryValues() {
    ByteBuffer values = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
    for (String text : List.of("UA", "AA")) {
      values.putInt(2).put(text.getBytes(StandardCharsets.UTF_8));
    }
    return values.putDouble(719).putDouble(100).array();
  }

  private static byte[] joined(String json, byte[] binary) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(json.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(binary);
    return body.toByteArray();
  }

  @Test
  void serverModelsAndRepositoryAreDescribed() {
    assertThat(scorer.get("/v2").body()).contains("\"name\":\"roundhouse\"", "binary_tensor_data");
    assertThat(scorer.get("/v2/health/live").body()).contains("\"live\":true");
    assertThat(scorer.get("/v2/health/ready").body()).contains("\"ready\":true");
    assertThat(scorer.get("/v2/models/late/versions/model-a/ready").statusCode()).isEqualTo(200);
    JsonNode model = RunningScorer.json(scorer.get("/v2/models/late"));
    assertThat(model.path("versions").toString()).isEqualTo("[\"model-a\"]");
    assertThat(model.path("inputs").toString())
        .isEqualTo(
            "[{\"name\":\"carrier\",\"datatype\":\"BYTES\",\"shape\":[-1]},{\"name\":\"distance\",\"datatype\":\"FP64\",\"shape\":[-1]}]");
    assertThat(scorer.get("/v2/models/late/versions/model-a").body())
        .isEqualTo(scorer.get("/v2/models/late").body());
    assertThat(RunningScorer.json(post("/v2/repository/index", "{}")).toString())
        .isEqualTo(
            "[{\"name\":\"empty\",\"state\":\"UNAVAILABLE\"},{\"name\":\"late\",\"version\":\"model-a\",\"state\":\"READY\"}]");
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertRefused(infer("later", NAMED), 404, "Tag 'later'", "one of empty, late");
    assertRefused(infer("empty", NAMED), 409, "Tag 'empty'");
    assertRefused(
        post("/v2/models/late/versions/model-z/infer", NAMED), 404, "Version 'model-z'", "model-a");
    assertRefused(scorer.get("/v2/models/later/ready"), 404, "Tag 'later'");
  }

  @Test
  void everyProblemOfARequestIsNamed() {
    assertRefused(
        infer(
            "late",
            """
            {"id": 3, "inputs": [
              {"name": "a", "datatype": "FP16", "shape": [1], "data": [1]},
              {"name": "b", "datatype": "INT8", "shape": [1], "data": [200]},
              {"name": "c", "datatype": "BYTES", "shape": [2], "data": ["x"]},
              {"name": "d", "datatype": "BOOL", "shape": [-1], "data": [true]},
              {"name": "e", "datatype": "BOOL", "shape": [1]},
              {"name": "f", "datatype": "BOOL", "shape": [1], "parameters": {"binary_data_size": 1}},
              {"name": "c", "datatype": "FP32", "shape": [2, 2000], "data": []}],
             "outputs": [{"name": "classes"}]}
            """),
        400,
        "Field id '3'",
        "Tensor 'a' 'datatype \"FP16\"'",
        "Tensor 'b' '200': expected values of INT8",
        "Tensor 'c' '1 values': expected as many as its shape says, 2",
        "Tensor 'd' 'shape [-1]'",
        "Tensor 'e' 'no values'",
        "Tensor 'f' 'binary_data_size 1'",
        "Tensor 'c' 'shape [2,2000]'",
        "Tensor 'c' 'again'",
        "Output 'classes': expected one of output, margin");
  }

  @Test
  void valuesThatTheModelDoesNotTakeAreNamedByRow() {
    assertRefused(
        infer(
            "late",
            """
            {"inputs": [
              {"name": "carrier", "datatype": "BYTES", "shape": [2], "data": ["UA", null]},
              {"name": "distance", "datatype": "BYTES", "shape": [2], "data": ["far", null]},
              {"name": "speed", "datatype": "FP32", "shape": [2], "data": [1, 2]}]}
            """),
        400,
        "Row 0: input 'distance' 'far'",
        "'speed'",
        "Row 1: input 'carrier' 'null'");
    assertRefused(
        infer(
            "late",
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[1,2,3]}]}"),
        400,
        "Tensor 'x' 'FP32 of 3 columns'");
    assertRefused(
        infer(
            "late",
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[null,1e300]}]}"),
        400,
        "input 'carrier'",
        "input 'distance'");
    assertRefused(
        infer(
            "late",
            "{\"inputs\":[{\"name\":\"carrier\",\"datatype\":\"BYTES\",\"shape\":[2],\"data\":[\"UA\",\"UA\"]},{\"name\":\"distance\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}"),
        400,
        "Tensor 'distance' '1 rows of 1 columns'");
  }

  @Test
  void malformedAndOversizedBodiesAreRefused() {
    for (String body :
        List.of("", "[]", "{", "{\"inputs\":[]}", "{\"inputs\":3}", "[".repeat(99))) {
      assertThat(infer("late", body).statusCode()).as(body).isEqualTo(400);
    }
    assertThat(
            infer(
                    "late",
                    "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[6,2],\"data\":[]}]}")
                .statusCode())
        .isEqualTo(413);
    assertThat(infer("late", NAMED + " ".repeat(2048)).statusCode()).isEqualTo(413);
    assertRefused(
        scorer.send(
            scorer
                .request(
                    "/v2/models/late/infer",
                    "Content-Type",
                    "application/json",
                    "Inference-Header-Content-Length",
                    "9999")
                .POST(BodyPublishers.ofString(NAMED))),
        400,
        "Header Inference-Header-Content-Length '9999'");
    assertThat(
            scorer
                .send(
                    scorer
                        .request("/v2/models/late/infer", "Content-Type", "text/csv")
                        .POST(BodyPublishers.ofString(NAMED)))
                .statusCode())
        .isEqualTo(415);
  }

  private static void assertRefused(HttpResponse<String> response, int status, String... parts) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(RunningScorer.json(response).path("error").asString()).contains(parts);
  }

  private static JsonNode data(JsonNode answer, String output) {
    for (JsonNode tensor : answer.path("outputs")) {
      if (tensor.path("name").asString().equals(output)) {
        return tensor.path("data");
      }
    }
    throw new AssertionError(answer);
  }

  private HttpResponse<String> infer(String tag, String body) {
    return post("/v2/models/" + tag + "/infer", body);
  }

  private HttpResponse<String> post(String path, String body) {
    return scorer.send(
        scorer
            .request(path, "Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }
}
