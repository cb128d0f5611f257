package roundhouse.activities.evaluation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.dataset.DatasetManifest.Label;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.filter.Filter;
import roundhouse.scoring.evaluation.Contract;
import roundhouse.scoring.evaluation.PairedBootstrap;
import roundhouse.scoring.evaluation.PrimaryMetric;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.BootstrapOptions;
import roundhouse.temporal.contracts.EvaluationRequest;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.TagContract;

/// Checks a request to the end before refusing it, so that one answer lists every problem. One use.
///
/// A request that came as JSON may lack any field, whatever its record's types say.
final class RequestCheck {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");

  private final ObjectStore store;
  private final List<Problem> problems = new ArrayList<>();

  RequestCheck(ObjectStore store) {
    this.store = store;
  }

  /// A request that can be served.
  record Checked(
      EvaluationRequest request,
      Dataset dataset,
      Selection selection,
      Contract contract,
      PairedBootstrap bootstrap) {}

  /// Throws [InvalidRequestException] listing every problem.
  Checked check(EvaluationRequest request) {
    checkModel("modelId", request.modelId());
    if (request.championId() != null) {
      checkModel("championId", request.championId());
    }
    Optional<Dataset> dataset = findDataset(request.datasetId());
    checkRange(request.from(), request.to());
    dataset.ifPresent(found -> checkComplete(request.cutOff(), found));
    checkBootstrap(request.bootstrap());
    Optional<Filter> filter = checkContract(request.contract(), dataset);
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
    Dataset found = dataset.orElseThrow();
    return new Checked(
        request,
        found,
        selection(request, found, filter.orElseThrow()),
        contract(request.contract()),
        bootstrap(request.bootstrap()));
  }

  private static Selection selection(EvaluationRequest request, Dataset dataset, Filter filter) {
    Instant cutOff = request.cutOff();
    return new Selection(
        request.from(),
        request.to(),
        cutOff == null ? dataset.manifest().to() : cutOff,
        request.contract().label(),
        request.contract().maturity(),
        filter);
  }

  private static Contract contract(TagContract contract) {
    return new Contract(
        PrimaryMetric.find(contract.primaryMetric()).orElseThrow(),
        contract.floor(),
        contract.margin(),
        contract.maxLogLossIncrease());
  }

  private static PairedBootstrap bootstrap(BootstrapOptions options) {
    return new PairedBootstrap(
        options.seed(), options.resamples(), options.block(), options.confidence());
  }

  private void checkModel(String field, String id) {
    if (isId(field, id)) {
      require(
          StoredModel.exists(store, id),
          field,
          id,
          "the id of a model in " + store.location(),
          "correct it, or train the model first");
    }
  }

  private Optional<Dataset> findDataset(String id) {
    if (!isId("datasetId", id)) {
      return Optional.empty();
    }
    Optional<Dataset> dataset = Dataset.find(store, id);
    require(
        dataset.isPresent(),
        "datasetId",
        id,
        "the id of a dataset in " + store.location(),
        "correct it, or backfill the dataset first");
    return dataset;
  }

  private void checkRange(Instant from, Instant to) {
    boolean hasStart = isGiven("from", from);
    boolean hasEnd = isGiven("to", to);
    if (hasStart && hasEnd) {
      require(from.isBefore(to), "to", to, "an instant after from " + from, "correct the range");
    }
  }

  /// By the maturity a label looks final even where the events that would have changed it are not
  /// in the source yet.
  private void checkComplete(@Nullable Instant cutOff, Dataset dataset) {
    Optional<Instant> completeThrough = dataset.completeThrough();
    if (cutOff != null && completeThrough.isPresent()) {
      require(
          !cutOff.isAfter(completeThrough.get()),
          "cutOff",
          cutOff,
          "at the latest %s, through which the dataset's source is complete: labels that were open then are not mature"
              .formatted(completeThrough.get()),
          "evaluate as of an earlier time, or on a dataset whose source goes further");
    }
  }

  private void checkBootstrap(BootstrapOptions options) {
    if (!isGiven("bootstrap", options)) {
      return;
    }
    require(
        options.resamples() >= 1 && options.resamples() <= PairedBootstrap.MAXIMUM_RESAMPLES,
        "bootstrap.resamples",
        options.resamples(),
        "1 to " + PairedBootstrap.MAXIMUM_RESAMPLES,
        "500 are usual");
    require(
        options.confidence() > 0 && options.confidence() < 1,
        "bootstrap.confidence",
        options.confidence(),
        "a number between 0 and 1",
        "0.95 is usual");
    if (isGiven("bootstrap.block", options.block())) {
      require(
          options.block().compareTo(PairedBootstrap.SHORTEST_BLOCK) >= 0,
          "bootstrap.block",
          options.block(),
          "a millisecond or longer",
          "PT24H is usual");
    }
  }

  private Optional<Filter> checkContract(TagContract contract, Optional<Dataset> dataset) {
    if (!isGiven("contract", contract)) {
      return Optional.empty();
    }
    if (isGiven("contract.primaryMetric", contract.primaryMetric())) {
      require(
          PrimaryMetric.find(contract.primaryMetric()).isPresent(),
          "contract.primaryMetric",
          contract.primaryMetric(),
          "auc or log-loss",
          "correct the tag's contract");
    }
    requireNumber("contract.floor", contract.floor(), Double.NEGATIVE_INFINITY);
    requireNumber("contract.margin", contract.margin(), 0);
    requireNumber("contract.maxLogLossIncrease", contract.maxLogLossIncrease(), 0);
    boolean hasLabel = isGiven("contract.label", contract.label());
    boolean hasMaturity = isGiven("contract.maturity", contract.maturity());
    boolean hasFilter = isGiven("contract.askFilter", contract.askFilter());
    if (dataset.isEmpty() || !hasLabel || !hasMaturity || !hasFilter) {
      return Optional.empty();
    }
    checkLabel(contract, dataset.get().manifest());
    return parseFilter(contract.askFilter(), dataset.get().manifest());
  }

  private void requireNumber(String field, double value, double least) {
    require(
        Double.isFinite(value) && value >= least,
        field,
        value,
        least == 0 ? "zero or more" : "a finite number",
        "correct the tag's contract");
  }

  /// A maturity shorter than the label's own would take labels for final that may still change.
  private void checkLabel(TagContract contract, DatasetManifest manifest) {
    Optional<Label> label =
        manifest.labels().stream()
            .filter(known -> known.name().equals(contract.label()))
            .findFirst();
    require(
        label.isPresent(),
        "contract.label",
        contract.label(),
        "one of the labels of dataset %s: %s"
            .formatted(manifest.datasetId(), manifest.labels().stream().map(Label::name).toList()),
        "correct the tag's contract, or name another dataset");
    if (label.isPresent()) {
      Duration least = label.get().maturity();
      require(
          contract.maturity().compareTo(least) >= 0,
          "contract.maturity",
          contract.maturity(),
          "at least %s, after which the dataset takes label %s for final"
              .formatted(least, contract.label()),
          "correct the tag's contract");
    }
  }

  private Optional<Filter> parseFilter(String text, DatasetManifest manifest) {
    AskFields fields = AskFields.of(manifest);
    try {
      return Optional.of(Filter.parse(text, fields.fields()));
    } catch (InvalidDefinitionException invalid) {
      invalid
          .problems()
          .forEach(
              problem ->
                  problems.add(
                      new Problem(
                          "contract.askFilter: %s (%s)"
                              .formatted(problem.subject(), problem.position()),
                          problem.value(),
                          problem.expectation(),
                          problem.remedy())));
      return Optional.empty();
    }
  }

  private boolean isId(String field, String id) {
    return isGiven(field, id)
        && require(
            ID.matcher(id).matches(),
            field,
            id,
            "1 to 128 of a-z 0-9 . _ - starting with a letter or digit",
            "correct it");
  }

  private boolean isGiven(String field, @Nullable Object value) {
    return require(value != null, field, "", "a value", "add it to the request");
  }

  private boolean require(
      boolean holds, String subject, Object value, String expectation, String remedy) {
    if (!holds) {
      problems.add(new Problem(subject, value.toString(), expectation, remedy));
    }
    return holds;
  }
}
