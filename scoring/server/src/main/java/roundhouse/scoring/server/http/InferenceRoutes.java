package roundhouse.scoring.server.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import roundhouse.http.Readiness;
import roundhouse.http.RequestLimits;
import roundhouse.http.problem.Problem;
import roundhouse.http.problem.RefusedRequestException;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.server.http.InferenceViews.IndexEntry;
import roundhouse.scoring.server.http.InferenceViews.ModelMetadata;
import roundhouse.scoring.server.http.InferenceViews.ModelReady;
import roundhouse.scoring.server.http.InferenceViews.ServerView;
import roundhouse.scoring.server.tags.ServedTag;
import roundhouse.scoring.server.tags.TagFollower;
import tools.jackson.databind.json.JsonMapper;

/// The Open Inference Protocol, version 2, for clients of KServe, Triton and MLServer: a tag is the
/// protocol's model, a model's id its version. With binary tensors and the repository's index;
/// nothing is loaded or unloaded here, for a tag is moved in the registry. Refusals have the
/// protocol's shape, `{"error": …}`, one line for each problem.
///
/// @see <a href="https://github.com/kserve/open-inference-protocol">Open Inference Protocol</a>
@RestController
class InferenceRoutes {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Lookup lookup;
  private final RequestLimits limits;
  private final Readiness readiness;
  private final ScoreMeters meters;

  InferenceRoutes(
      TagFollower follower, RequestLimits limits, Readiness readiness, MeterRegistry meters) {
    this.lookup = new Lookup(follower);
    this.limits = limits;
    this.readiness = readiness;
    this.meters = new ScoreMeters(meters);
  }

  @GetMapping("/v2")
  ResponseEntity<byte[]> server() {
    return json(ServerView.here());
  }

  @GetMapping("/v2/health/live")
  ResponseEntity<byte[]> live() {
    return json(Map.of("live", true));
  }

  @GetMapping("/v2/health/ready")
  ResponseEntity<byte[]> ready() {
    readiness
        .obstacle()
        .ifPresent(
            reason -> {
              throw new RefusedRequestException(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  new Problem("Scorer", "not ready", "it to be ready", "see to this: " + reason));
            });
    return json(Map.of("ready", true));
  }

  @GetMapping("/v2/models/{tag}")
  ResponseEntity<byte[]> model(@PathVariable("tag") String name) {
    ServedTag tag = Lookup.tag(name, lookup.served());
    return json(ModelMetadata.of(tag, Lookup.model(tag)));
  }

  @GetMapping("/v2/models/{tag}/versions/{id}")
  ResponseEntity<byte[]> version(
      @PathVariable("tag") String name, @PathVariable("id") String modelId) {
    ServedTag tag = Lookup.tag(name, lookup.served());
    return json(ModelMetadata.of(tag, version(tag, modelId)));
  }

  @GetMapping("/v2/models/{tag}/ready")
  ResponseEntity<byte[]> modelReady(@PathVariable("tag") String name) {
    var _ = Lookup.model(Lookup.tag(name, lookup.served()));
    return json(new ModelReady(name, true));
  }

  @GetMapping("/v2/models/{tag}/versions/{id}/ready")
  ResponseEntity<byte[]> versionReady(
      @PathVariable("tag") String name, @PathVariable("id") String modelId) {
    var _ = version(Lookup.tag(name, lookup.served()), modelId);
    return json(new ModelReady(name, true));
  }

  @PostMapping(
      path = "/v2/repository/index",
      consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE})
  ResponseEntity<byte[]> index() {
    return json(lookup.served().all().stream().map(IndexEntry::of).toList());
  }

  @PostMapping(
      path = "/v2/models/{tag}/infer",
      consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE})
  ResponseEntity<byte[]> infer(
      @PathVariable("tag") String name,
      @RequestHeader(name = InferenceAnswer.JSON_LENGTH, required = false) @Nullable String length,
      InputStream body)
      throws IOException {
    ServedTag tag = Lookup.tag(name, lookup.served());
    return infer(tag, Lookup.model(tag), length, body);
  }

  @PostMapping(
      path = "/v2/models/{tag}/versions/{id}/infer",
      consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE})
  ResponseEntity<byte[]> inferVersion(
      @PathVariable("tag") String name,
      @PathVariable("id") String modelId,
      @RequestHeader(name = InferenceAnswer.JSON_LENGTH, required = false) @Nullable String length,
      InputStream body)
      throws IOException {
    ServedTag tag = Lookup.tag(name, lookup.served());
    return infer(tag, version(tag, modelId), length, body);
  }

  private ResponseEntity<byte[]> infer(
      ServedTag tag, ScoringModel model, @Nullable String length, InputStream stream)
      throws IOException {
    long startNanos = System.nanoTime();
    byte[] body = limits.read(stream);
    InferenceRequest request =
        InferenceRequest.parse(body, jsonLength(length, body.length), limits.rows());
    float[] matrix = new InferenceRows(model.schema(), request.inputs()).encode();
    ScoredRows scored = ScoredRows.of(model, matrix);
    ResponseEntity<byte[]> answer = new InferenceAnswer(tag, scored).response(request);
    meters.scored(tag.tag(), matrix, scored);
    meters.request(tag.tag(), scored.count(), startNanos);
    return answer;
  }

  /// A version is served as long as the tag points to it.
  private static ScoringModel version(ServedTag tag, String modelId) {
    ScoringModel model = Lookup.model(tag);
    if (model.modelId().equals(modelId)) {
      return model;
    }
    throw new RefusedRequestException(
        HttpStatus.NOT_FOUND,
        new Problem(
            "Version",
            modelId,
            "the model that tag '%s' points to, %s".formatted(tag.tag(), model.modelId()),
            "leave the version out to score what the tag points to"));
  }

  private static int jsonLength(@Nullable String header, int bodyLength) {
    if (header == null) {
      return bodyLength;
    }
    try {
      int length = Integer.parseInt(header);
      if (length >= 0 && length <= bodyLength) {
        return length;
      }
    } catch (NumberFormatException none) {
      // Refused below, like a length beyond the body.
    }
    throw new RefusedRequestException(
        HttpStatus.BAD_REQUEST,
        new Problem(
            "Header " + InferenceAnswer.JSON_LENGTH,
            header,
            "a whole number, at most the body's %d bytes".formatted(bodyLength),
            "send the length of the JSON before the binary values"));
  }

  @ExceptionHandler
  ResponseEntity<byte[]> refused(RefusedRequestException refused) {
    String error =
        refused.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    return ResponseEntity.status(refused.status())
        .contentType(MediaType.APPLICATION_JSON)
        .body(JSON.writeValueAsBytes(Map.of("error", error)));
  }

  private static ResponseEntity<byte[]> json(Object answer) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(JSON.writeValueAsBytes(answer));
  }
}
