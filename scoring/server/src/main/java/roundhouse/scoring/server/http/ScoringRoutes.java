package roundhouse.scoring.server.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import roundhouse.http.RequestLimits;
import roundhouse.scoring.decision.InputSchema;
import roundhouse.scoring.decision.InvalidInputException;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.server.tags.ServedTag;
import roundhouse.scoring.server.tags.TagFollower;
import tools.jackson.databind.json.JsonMapper;

/// Scores by tag, and shows what is served. Every answer comes from one
/// [roundhouse.scoring.server.tags.ServedTags], so that a move in the middle of a request changes
/// nothing in it.
@RestController
class ScoringRoutes {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Lookup lookup;
  private final RequestLimits limits;
  private final ScoreMeters meters;

  ScoringRoutes(TagFollower follower, RequestLimits limits, MeterRegistry meters) {
    this.lookup = new Lookup(follower);
    this.limits = limits;
    this.meters = new ScoreMeters(meters);
  }

  @PostMapping(path = "/v1/tags/{tag}:score", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> score(@PathVariable("tag") String name, InputStream body)
      throws IOException {
    long startNanos = System.nanoTime();
    ServedTag tag = Lookup.tag(name, lookup.served());
    ScoringModel model = Lookup.model(tag);
    ScoreRequest request = ScoreRequest.parse(limits.read(body), limits.rows());
    float[] matrix = encode(model.schema(), request.rows());
    ScoredRows scored = ScoredRows.of(model, matrix);
    ResponseEntity<byte[]> answer = json(ScoreResponse.of(tag.tag(), tag.revision(), scored));
    meters.scored(tag.tag(), matrix, scored);
    meters.request(tag.tag(), scored.count(), startNanos);
    return answer;
  }

  @GetMapping("/v1/tags")
  ResponseEntity<byte[]> tags() {
    return json(Map.of("tags", lookup.served().all().stream().map(TagView::of).toList()));
  }

  @GetMapping("/v1/tags/{tag}")
  ResponseEntity<byte[]> tag(@PathVariable("tag") String name) {
    return json(TagView.of(Lookup.tag(name, lookup.served())));
  }

  @GetMapping("/v1/models/{id}")
  ResponseEntity<byte[]> model(@PathVariable("id") String id) {
    return json(ModelView.of(Lookup.modelById(id, lookup.served())));
  }

  private static float[] encode(InputSchema schema, List<Map<String, @Nullable Object>> rows) {
    float[] matrix = ScoredRows.matrix(rows.size(), schema);
    RowProblems problems = new RowProblems(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      try {
        System.arraycopy(schema.encode(rows.get(i)), 0, matrix, i * schema.size(), schema.size());
      } catch (InvalidInputException invalid) {
        problems.add(i, invalid);
      }
    }
    problems.throwIfAny();
    return matrix;
  }

  private static ResponseEntity<byte[]> json(Object answer) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(JSON.writeValueAsBytes(answer));
  }
}
