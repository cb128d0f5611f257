package roundhouse.scoring.server.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import roundhouse.http.RequestLimits;
import roundhouse.http.problem.Problem;
import roundhouse.http.problem.RefusedRequestException;
import roundhouse.scoring.decision.InputProblem;
import roundhouse.scoring.decision.InvalidInputException;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.server.http.ScoreResponse.Decimals;
import roundhouse.scoring.server.tags.ServedTag;
import roundhouse.scoring.server.tags.ServedTags;
import roundhouse.scoring.server.tags.TagFollower;
import tools.jackson.databind.json.JsonMapper;

/// Scores by tag, and shows what is served. Every answer comes from one [ServedTags], so that a
/// move in the middle of a request changes nothing in it.
@RestController
class ScoringRoutes {
  private static final int SHOWN_PROBLEMS = 100;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final TagFollower follower;
  private final RequestLimits limits;
  private final MeterRegistry meters;

  ScoringRoutes(TagFollower follower, RequestLimits limits, MeterRegistry meters) {
    this.follower = follower;
    this.limits = limits;
    this.meters = meters;
  }

  @PostMapping(path = "/v1/tags/{tag}:score", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> score(@PathVariable("tag") String name, InputStream body)
      throws IOException {
    ServedTag tag = tag(name, served());
    ScoringModel model = model(tag);
    ScoreRequest request = ScoreRequest.parse(limits.read(body), limits.rows());
    List<Decimals> scores = score(model, request.rows());
    meters.counter("roundhouse.scorer.rows", "tag", tag.tag()).increment(scores.size());
    return json(new ScoreResponse(tag.tag(), model.modelId(), tag.revision(), scores));
  }

  @GetMapping("/v1/tags")
  ResponseEntity<byte[]> tags() {
    return json(Map.of("tags", served().all().stream().map(TagView::of).toList()));
  }

  @GetMapping("/v1/tags/{tag}")
  ResponseEntity<byte[]> tag(@PathVariable("tag") String name) {
    return json(TagView.of(tag(name, served())));
  }

  @GetMapping("/v1/models/{id}")
  ResponseEntity<byte[]> model(@PathVariable("id") String id) {
    ServedTags served = served();
    ScoringModel model =
        served
            .findModel(id)
            .orElseThrow(() -> unknown("Model", id, modelIds(served), "a tag must point to it"));
    return json(ModelView.of(model));
  }

  private ServedTags served() {
    if (!follower.isReady()) {
      throw new RefusedRequestException(
          HttpStatus.SERVICE_UNAVAILABLE,
          new Problem(
              "Scorer",
              "not ready",
              "the registry, or a copy of it, to have been read once",
              "check that the store is reachable, and try again"));
    }
    return follower.served();
  }

  private static ServedTag tag(String name, ServedTags served) {
    return served
        .find(name)
        .orElseThrow(
            () ->
                unknown(
                    "Tag",
                    name,
                    served.all().stream().map(ServedTag::tag).toList(),
                    "correct the name, or declare the tag"));
  }

  private static ScoringModel model(ServedTag tag) {
    ScoringModel model = tag.model();
    if (model != null) {
      return model;
    }
    ServedTag.PendingMove pending = tag.pending();
    throw pending == null
        ? new RefusedRequestException(
            HttpStatus.CONFLICT,
            new Problem(
                "Tag",
                tag.tag(),
                "a tag that points to a model",
                "train a model for it and promote it"))
        : new RefusedRequestException(
            HttpStatus.SERVICE_UNAVAILABLE,
            new Problem(
                "Tag", tag.tag(), "its model to be loaded", "see to this: " + pending.reason()));
  }

  private static List<Decimals> score(
      ScoringModel model, List<Map<String, @Nullable Object>> rows) {
    List<Decimals> scores = new ArrayList<>(rows.size());
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      try {
        scores.add(Decimals.of(model.score(rows.get(i))));
      } catch (InvalidInputException invalid) {
        String row = rows.size() == 1 ? "" : "Row %d: ".formatted(i);
        invalid.problems().forEach(problem -> problems.add(inRow(row, problem)));
      }
    }
    if (!problems.isEmpty()) {
      throw new RefusedRequestException(HttpStatus.BAD_REQUEST, shown(problems));
    }
    return scores;
  }

  private static Problem inRow(String row, InputProblem problem) {
    return new Problem(
        row + problem.subject(), problem.value(), problem.expectation(), problem.remedy());
  }

  private static List<Problem> shown(List<Problem> problems) {
    if (problems.size() <= SHOWN_PROBLEMS) {
      return problems;
    }
    List<Problem> some = new ArrayList<>(problems.subList(0, SHOWN_PROBLEMS));
    some.add(
        new Problem(
            "Problems",
            Integer.toString(problems.size()),
            "none",
            "mend the first %d, which are listed, and try again".formatted(SHOWN_PROBLEMS)));
    return some;
  }

  private static RefusedRequestException unknown(
      String subject, String value, Collection<String> known, String remedy) {
    String expectation =
        known.isEmpty()
            ? "one that exists, and none does yet"
            : "one of " + String.join(", ", known);
    return new RefusedRequestException(
        HttpStatus.NOT_FOUND, new Problem(subject, value, expectation, remedy));
  }

  private static List<String> modelIds(ServedTags served) {
    return served.all().stream()
        .map(TagView::of)
        .map(TagView::modelId)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private static ResponseEntity<byte[]> json(Object answer) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(JSON.writeValueAsBytes(answer));
  }
}
