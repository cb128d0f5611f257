package roundhouse.activities.training.inputs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import roundhouse.activities.training.runner.TrainingRunner;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.dataset.DatasetColumn.Role;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.Nullability;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.filter.Filter;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.TrainingRequest;

/// Collects everything that is wrong with one training request before anything is done for it.
final class RequestCheck {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");

  /// Leaves room for the rest of a model's id.
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  private static final Pattern TRAINING_ID =
      Pattern.compile("[A-Za-z0-9_=@-][A-Za-z0-9._=@-]{0,199}");
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private final ObjectStore store;
  private final String trainingId;
  private final TrainingRequest request;
  private final List<Problem> problems = new ArrayList<>();

  RequestCheck(ObjectStore store, String trainingId, TrainingRequest request) {
    this.store = store;
    this.trainingId = trainingId;
    this.request = request;
  }

  /// Throws [InvalidRequestException] listing every problem.
  CheckedRequest check(TrainingRunner runner) {
    checkNames();
    checkTimes();
    problems.addAll(
        runner.check(
            text(request.workflow()), request.customParams(), text(request.resourceClass())));
    Optional<Dataset> dataset = findDataset();
    Optional<CheckedRequest> checked = dataset.flatMap(this::checkAgainst);
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
    return checked.orElseThrow();
  }

  static boolean isTrainingId(String id) {
    return TRAINING_ID.matcher(id).matches();
  }

  private void checkNames() {
    if (!isTrainingId(trainingId)) {
      add(
          "Training id",
          trainingId,
          "1 to 200 of A-Z a-z 0-9 . _ = @ -, not starting with a dot",
          "give the workflow such an id");
    }
    if (!NAME.matcher(text(request.name())).matches()) {
      add(
          "Name",
          text(request.name()),
          "1 to 100 of a-z 0-9 . _ - starting with a letter or digit",
          "rename the model family");
    }
    String owner = text(request.owner());
    if (owner.isBlank()
        || owner.length() > 1000
        || owner.chars().anyMatch(Character::isISOControl)) {
      add("Owner", owner, "a team or person", "say who answers for the model");
    }
  }

  /// What comes as JSON may lack what the record's type promises.
  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private void checkTimes() {
    Instant cutOff = request.cutOff();
    if (isAbsent(cutOff)) {
      add("Cut-off", "", "an instant", "name one, such as 2013-10-01T00:00:00Z");
    } else if (cutOff.isBefore(EARLIEST) || cutOff.isAfter(LATEST)) {
      add("Cut-off", cutOff.toString(), "an instant from 1900 to 2200", "correct the year");
    }
    if (isAbsent(request.holdOut())) {
      add("Hold-out", "", "a length and a gap", "give them, such as P14D and PT0S");
    } else if (request.holdOut().length().compareTo(LONGEST) > 0
        || request.holdOut().gap().compareTo(LONGEST) > 0) {
      add(
          "Hold-out",
          request.holdOut().length() + " with gap " + request.holdOut().gap(),
          "at most a century each",
          "shorten them");
    }
  }

  private static boolean isAbsent(@Nullable Object value) {
    return value == null;
  }

  private Optional<Dataset> findDataset() {
    String id = text(request.datasetId());
    Optional<Dataset> dataset =
        ID.matcher(id).matches() ? Dataset.find(store, id) : Optional.empty();
    if (dataset.isEmpty()) {
      add("Dataset", id, "the id of a committed dataset", "backfill it first, or correct the id");
    }
    return dataset;
  }

  private Optional<CheckedRequest> checkAgainst(Dataset dataset) {
    DatasetManifest manifest = dataset.manifest();
    checkNotRetired(manifest);
    checkComplete(dataset);
    List<DatasetColumn> features = features(manifest);
    Optional<DatasetManifest.Label> label = label(manifest);
    List<DatasetColumn> askFields = askFields(manifest);
    Optional<Filter> filter = filter(askFields);
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    List<DatasetColumn> read = filter.map(f -> fieldsRead(f, askFields)).orElse(List.of());
    Duration maturity = label.orElseThrow().maturity();
    return Optional.of(
        new CheckedRequest(
            request,
            dataset,
            features,
            read.isEmpty() ? filter : filter(read),
            read.stream().map(DatasetColumn::name).toList(),
            maturity,
            Cut.of(request.cutOff(), request.holdOut(), maturity)));
  }

  private void checkNotRetired(DatasetManifest manifest) {
    FeatureSetId id = FeatureSetId.parse(manifest.featureSet());
    Registry.open(store)
        .state()
        .retirement(id)
        .ifPresent(
            retired ->
                add(
                    "Dataset",
                    manifest.datasetId(),
                    "one of a feature set that is not retired, as %s was on %s (%s)"
                        .formatted(
                            id,
                            retired.time(),
                            Objects.requireNonNullElse(
                                retired.change().reason(), "no reason was given")),
                    "backfill another version and train on that"));
  }

  /// By the maturity a label of the cut-off's day looks final even where the events that would have
  /// changed it are not in the source yet.
  private void checkComplete(Dataset dataset) {
    Instant cutOff = request.cutOff();
    dataset
        .completeThrough()
        .filter(completeThrough -> !isAbsent(cutOff) && cutOff.isAfter(completeThrough))
        .ifPresent(
            completeThrough ->
                add(
                    "Cut-off",
                    cutOff.toString(),
                    "at the latest %s, through which the dataset's source '%s' is complete: labels that were open then are not mature"
                        .formatted(completeThrough, dataset.manifest().source()),
                    "name an earlier cut-off, or backfill from a source that goes further"));
  }

  /// One column for each of the ask's fields that the dataset has.
  private static List<DatasetColumn> askFields(DatasetManifest manifest) {
    Set<@Nullable String> seen = new HashSet<>();
    return manifest.columns().stream()
        .filter(column -> column.askField() != null && seen.add(column.askField()))
        .toList();
  }

  private List<DatasetColumn> features(DatasetManifest manifest) {
    List<String> wanted = request.features().isEmpty() ? manifest.features() : request.features();
    List<DatasetColumn> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String name : wanted) {
      Optional<DatasetColumn> column = column(manifest, name, Role.FEATURE);
      if (column.isEmpty()) {
        add(
            "Feature",
            name,
            "one of " + String.join(", ", manifest.features()),
            "correct the name, or leave it out");
      } else if (!seen.add(name)) {
        add("Feature", name, "each feature once", "name it once");
      } else {
        found.add(column.get());
      }
    }
    return found;
  }

  private Optional<DatasetManifest.Label> label(DatasetManifest manifest) {
    String name = text(request.label());
    Optional<DatasetManifest.Label> label =
        manifest.labels().stream().filter(l -> l.name().equals(name)).findFirst();
    if (label.isEmpty()) {
      add(
          "Label",
          name,
          "one of " + String.join(", ", manifest.names(Role.LABEL)),
          "correct the name");
    } else if (column(manifest, name, Role.LABEL).stream()
        .noneMatch(c -> c.type() == ColumnType.BOOLEAN)) {
      add("Label", name, "a boolean column", "name a label that is true or false");
    }
    return label;
  }

  private static Optional<DatasetColumn> column(DatasetManifest manifest, String name, Role role) {
    return manifest.columns().stream()
        .filter(column -> column.role() == role && column.name().equals(name))
        .findFirst();
  }

  private Optional<Filter> filter(List<DatasetColumn> columns) {
    String filter = text(request.filter());
    if (filter.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Filter.parse(filter, columns.stream().map(RequestCheck::field).toList()));
    } catch (InvalidDefinitionException malformed) {
      malformed
          .problems()
          .forEach(
              p ->
                  add(
                      "Filter, " + p.subject() + place(p.position()),
                      p.value(),
                      p.expectation(),
                      p.remedy()));
      return Optional.empty();
    }
  }

  private static String place(String position) {
    return position.isEmpty() ? "" : " (" + position + ")";
  }

  /// In the order in which they lie in the dataset.
  private static List<DatasetColumn> fieldsRead(Filter filter, List<DatasetColumn> askFields) {
    Set<String> read = filter.fieldsRead();
    return askFields.stream()
        .filter(column -> column.askField() != null && read.contains(column.askField()))
        .toList();
  }

  private static FieldSchema field(DatasetColumn column) {
    String name = Optional.ofNullable(column.askField()).orElseThrow();
    return new FieldSchema(
        name,
        ColumnType.valueType(column.type()),
        column.nullable() ? Nullability.NULLABLE : Nullability.REQUIRED);
  }

  private void add(String subject, String value, String expectation, String remedy) {
    problems.add(new Problem(subject, value, expectation, remedy));
  }
}
