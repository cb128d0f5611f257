package roundhouse.workers.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static roundhouse.featureengine.language.Expressions.all;
import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.field;
import static roundhouse.featureengine.language.Expressions.hours;
import static roundhouse.featureengine.language.Expressions.minutes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.Value;
import roundhouse.featureengine.language.guide.CardFraud;
import roundhouse.featureengine.language.guide.NextCardFraud;
import roundhouse.scoring.decision.Input;
import roundhouse.scoring.decision.InputSchema;
import roundhouse.scoring.decision.ModelArtefact;
import roundhouse.scoring.decision.Policy;
import roundhouse.scoring.registry.Change;
import roundhouse.scoring.registry.Change.ModelRegistered;
import roundhouse.scoring.registry.Change.Move;
import roundhouse.scoring.registry.Change.TagDeclared;
import roundhouse.scoring.registry.Change.TagsMoved;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.DatasetId;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.ModelId;
import roundhouse.scoring.registry.Registry;
import roundhouse.scoring.registry.TagName;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.workers.cli.terminal.Terminal;
import tools.jackson.databind.node.JsonNodeFactory;

class FeaturesCommandTest {
  record Charge(long id, String card, double amount, Instant at) {}

  record Payment(long id, String card, double amount, boolean online, Instant at) {}

  /// A payment once it also says where; a nullable field may be added.
  record PaymentWithCountry(
      long id, String card, double amount, boolean online, Instant at, @Nullable String country) {}

  /// A payment that counts cents: another type.
  record PaymentInCents(long id, String card, long amount, boolean online, Instant at) {}

  private static final EventStream<Charge> CHARGES =
      EventStream.named("charge").of(Charge.class).identifiedBy(Charge::id).happeningAt(Charge::at);

  private static final EventStream<Payment> PAYMENTS =
      EventStream.named("payment")
          .of(Payment.class)
          .identifiedBy(Payment::id)
          .happeningAt(Payment::at);

  private static final EntityEvents<Charge, Payment> OF_CARD =
      PAYMENTS.where(Payment::card).equalTo(Charge::card);

  private static final FeatureSet<Charge> FRAUD =
      version(1)
          .feature("amount", Charge::amount)
          .feature("spend_7d", OF_CARD.sum(Payment::amount).within(days(7)))
          .feature("online_1h", countIf(field(Payment::online)))
          .describe("spend_7d", "What the card paid in a week.");

  private static final Pattern SHOWN =
      Pattern.compile("(?ms)^```text\\n\\$ \\./roundhouse features ((\\w+).*?)\\n(.*?)^```$");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Path store;
  private final Path folder;

  FeaturesCommandTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.store = Files.createDirectory(folder.resolve("store"));
  }

  @Test
  void whatIsPublishedIsListed() {
    assertThat(run("list")).isZero();
    assertThat(output()).startsWith("No feature set is published");
    assertThat(publish(FRAUD)).as(errors()).isZero();
    assertThat(output())
        .contains("Feature set fraud@1: published by entry 1, plan " + FRAUD.plan().hash());
    assertThat(run("list")).isZero();
    assertThat(output())
        .containsPattern("feature set +asked by +features +labels +models +published")
        .containsPattern("fraud@1 +charge +3 +- +0 +20");
  }

  @Test
  void publishingAgainChangesNothingAndDocumentationMayChange() {
    publish(FRAUD);
    assertThat(publish(FRAUD)).isZero();
    assertThat(output().lines().distinct()).hasSize(1);
    assertThat(publish(FRAUD.describe("amount", "In euros."))).isZero();
    assertThat(head()).isEqualTo(3);
    assertThat(publish(FRAUD)).as("and back").isZero();
    assertThat(head()).isEqualTo(4);
  }

  @Test
  void aChangedPlanUnderAUsedVersionIsRefusedNamingItsUsers() {
    publish(FRAUD);
    registerModel("fraud-1", "spend_7d");
    assertThat(publish(FRAUD.feature("more", Charge::id))).isEqualTo(2);
    assertThat(errors())
        .isEqualTo(
            "Feature set 'fraud@1': expected plan %s, with which it was published and which models [fraud-1] use; publish the changed plan under a new version\n"
                .formatted(FRAUD.plan().hash()));
  }

  @Test
  void aStreamsSchemaMayGainANullableField() {
    publish(FRAUD);
    var payments =
        EventStream.named("payment")
            .of(PaymentWithCountry.class)
            .identifiedBy(PaymentWithCountry::id)
            .happeningAt(PaymentWithCountry::at);
    assertThat(
            publish(
                version(2)
                    .feature(
                        "countries_7d",
                        payments
                            .where(PaymentWithCountry::card)
                            .equalTo(Charge::card)
                            .distinct(PaymentWithCountry::country)
                            .within(days(7)))))
        .as(errors())
        .isZero();
    assertThat(output()).contains("Compare it with: roundhouse features diff fraud@1 fraud@2");
    assertThat(publish(FRAUD)).as("what was published before stays: " + errors()).isZero();
  }

  @Test
  void aStreamsSchemaMayNotChangeOtherwise() {
    publish(FRAUD);
    var payments =
        EventStream.named("payment")
            .of(PaymentInCents.class)
            .identifiedBy(PaymentInCents::id)
            .happeningAt(PaymentInCents::at);
    assertThat(
            publish(
                version(2)
                    .feature(
                        "spend_7d",
                        payments
                            .where(PaymentInCents::card)
                            .equalTo(Charge::card)
                            .sum(PaymentInCents::amount)
                            .within(days(7)))))
        .isEqualTo(2);
    assertThat(errors())
        .isEqualTo(
            "Stream 'payment' (published with fraud@1) 'field amount was double and is long': expected the same type or a wider one, no other can hold its values; keep the type, or add a nullable field of another name\n");
    assertThat(head()).as("nothing was published").isEqualTo(2);
  }

  @Test
  void aDiffSaysWhatNeedsABackfill() {
    publish(FRAUD);
    publish(
        version(2)
            .feature("amount", Charge::amount)
            .feature("spend_7d", OF_CARD.sum(Payment::amount).within(days(30)))
            .feature("payments_1h", OF_CARD.count().within(hours(1))));
    output();
    assertThat(run("diff", "fraud@1", "fraud@2")).as(errors()).isZero();
    assertThat(output())
        .containsPattern(
            "changed +spend_7d +value: sum of amount of payment by card within 7 days → sum .* within 30 days")
        .containsPattern("added +payments_1h +count of payment by card within 1 hour")
        .containsPattern("removed +online_1h")
        .endsWith(
            "fraud@2 needs a backfill of spend_7d, payments_1h; 1 of its columns keep their values.\n");
  }

  @Test
  void aDiffSaysThatARefactoringIsNone() {
    publish(
        version(1)
            .feature(
                "online",
                countIf(all(field(Payment::online), field(Payment::amount).atLeast(9.0)))));
    Path file =
        write(
            version(2)
                .feature(
                    "online",
                    OF_CARD
                        .onlyIf(field(Payment::amount).atLeast(9.0))
                        .onlyIf(field(Payment::online))
                        .count()
                        .within(hours(1))));
    output();
    assertThat(run("diff", "fraud@1", file.toString())).as(errors()).isZero();
    assertThat(output())
        .isEqualTo(
            "fraud@1 and fraud@2 compute the same values: a dataset of one serves for the other, no backfill is needed.\n");
  }

  @Test
  void aPageShowsDefinitionCostAndState() {
    publish(FRAUD.describedAs("Whether a charge is fraud."));
    registerModel("fraud-1", "spend_7d");
    output();
    assertThat(run("show", "fraud@1")).as(errors()).isZero();
    assertThat(undated(output()))
        .isEqualTo(
            """
            feature set  fraud@1
            purpose      Whether a charge is fraud.
            asked by     charge
            sees         what was known before the ask
            plan         %s
            published    at a time, entry 1
            models       fraud-1

            feature    type            value
            amount     double          amount
            spend_7d   double or null  sum of amount of payment by card within 7 days
              What the card paid in a week.
            online_1h  long            count of payment by card if online within 1 hour

            stream   id  happens at  known at  at most later  fields read
            charge   id  at          at        0 seconds      amount, at, card, id
            payment  id  at          at        0 seconds      amount, at, card, id, online

            plan for each card
              from   payment by card
              keeps  each event for 7 days: at, amount
                within 7 days  exact sum and count of amount  for spend_7d
              from   payment by card if online
              keeps  each event for 1 hour: at
                within 1 hour  count  for online_1h

            cost of one  entities looked up  aggregates  operations
            payment                       1                       0
            ask: charge                   1           2           0
              An operation is a comparison, calculation or function on the row's fields and aggregates; equal ones count once.

            entity  made of  state per key
            card    payment  unbounded: 171 bytes, and 24 for each event of the last 7 days
            """
                .formatted(FRAUD.plan().hash()));
  }

  @Test
  void theGuideShowsWhatIsPrinted() throws IOException {
    publish(CardFraud.FEATURES);
    publish(NextCardFraud.FEATURES);
    output();
    List<MatchResult> shown =
        SHOWN.matcher(Files.readString(Path.of("../../docs/features.md"))).results().toList();
    assertThat(shown).extracting(block -> block.group(2)).contains("show", "diff").hasSize(2);
    for (MatchResult block : shown) {
      assertThat(run(block.group(1).split(" "))).as(errors()).isZero();
      assertThat(undated(output())).isEqualTo(undated(block.group(3)));
    }
  }

  @Test
  void lineageGoesFromFieldsToModelsAndTags() {
    publish(FRAUD);
    registerModel("fraud-1", "spend_7d");
    pointTo("fraud", "fraud-1");
    output();
    assertThat(run("lineage", "fraud@1")).as(errors()).isZero();
    assertThat(output())
        .containsPattern("payment +amount +spend_7d")
        .containsPattern("payment +online +online_1h")
        .containsPattern("charge +card +spend_7d, online_1h")
        .containsPattern("fraud-1 +fraud +spend_7d");
    assertThat(run("lineage", "payment.online")).isZero();
    assertThat(output()).containsPattern("online_1h +card, online").contains("No model uses them.");
    assertThat(run("lineage", "payment")).isZero();
    assertThat(output()).containsPattern("fraud-1 +fraud +spend_7d");
    assertThat(run("lineage", "payments")).isEqualTo(2);
    assertThat(errors()).contains("OF 'payments'", "choose from charge, payment");
  }

  @Test
  void aVersionInUseIsNotRetired() {
    publish(FRAUD);
    registerModel("fraud-1", "spend_7d");
    assertThat(run("retire", "fraud@1", "--reason=old")).isEqualTo(2);
    assertThat(errors())
        .contains("Feature set 'fraud@1': expected no model to use it, but [fraud-1] do");
  }

  @Test
  void aRetiredVersionIsNotUsedForWhatIsNewAndSaysWhy() {
    publish(FRAUD);
    assertThat(run("retire", "fraud@1")).isEqualTo(2);
    assertThat(errors()).contains("--reason");
    assertThat(run("retire", "fraud@1", "--reason=replaced by fraud@2")).as(errors()).isZero();
    assertThat(run("list")).isZero();
    assertThat(output()).contains("retired");
    assertThat(
            Roundhouse.run(
                terminal(),
                "backfill",
                "--store=" + store,
                "--feature-set=fraud@1",
                "--source=payments"))
        .isEqualTo(2);
    assertThat(errors())
        .containsPattern(
            "--feature-set 'fraud@1': expected a version that is not retired, as it was on .* entry 3: replaced by fraud@2; use another");
  }

  @Test
  void whatIsMistypedIsToldWithWhatThereIs() throws IOException {
    publish(FRAUD);
    for (String command : List.of("show", "lineage", "retire", "diff")) {
      assertThat(run(command, "fraud@9")).isEqualTo(2);
      assertThat(errors()).contains("'fraud@9'", "choose from fraud@1");
    }
    assertThat(run("publish", folder.resolve("none.json").toString())).isEqualTo(2);
    assertThat(errors()).contains("none.json", "a readable file");
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\"format\": \"no\"}");
    assertThat(run("publish", broken.toString())).isEqualTo(2);
    assertThat(errors()).contains("Plan (/format)", "roundhouse-plan@1").doesNotContain("\tat ");
  }

  private static String undated(String page) {
    return page.replaceAll("(published +).*, entry", "$1at a time, entry");
  }

  private static FeatureSet<Charge> version(int version) {
    return FeatureSet.askedBy(CHARGES).named("fraud").version(version).lag(minutes(0));
  }

  private static Value<Charge, Long> countIf(Value<Payment, Boolean> condition) {
    return OF_CARD.onlyIf(condition).count().within(hours(1));
  }

  private int publish(FeatureSet<?> features) {
    return run("publish", write(features).toString());
  }

  private Path write(FeatureSet<?> features) {
    try {
      return Files.write(folder.resolve("features.json"), features.publication().toJson());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void registerModel(String id, String feature) {
    InputSchema schema = new InputSchema(List.of(new Input.Numeric(feature, Policy.AS_MISSING)));
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    try (ObjectStore objects = ObjectStores.onDisk(store)) {
      objects.putOnce(ObjectKey.of("models/" + id).resolve(ModelArtefact.SCHEMA), schema.toJson());
    }
    append(
        new ModelRegistered(
            ModelId.of(id),
            "fraud",
            "team",
            "training-1",
            "jvm:xgboost",
            FeatureSetId.parse("fraud@1"),
            DatasetId.of("fraud-v1-0123"),
            Digests.sha256Hex("dataset"),
            "late",
            noon,
            noon,
            noon,
            noon,
            noon,
            "exact",
            "models/" + id,
            Digests.sha256Hex("manifest")));
  }

  private void pointTo(String tag, String model) {
    append(new TagDeclared(TagName.of(tag), JsonNodeFactory.instance.objectNode()));
    append(TagsMoved.of(new Move(TagName.of(tag), 0, ModelId.of(model))));
  }

  private void append(Change change) {
    try (ObjectStore objects = ObjectStores.onDisk(store)) {
      Registry.open(objects).append(CommandId.of("test/" + change.hashCode()), change).orThrow();
    }
  }

  private long head() {
    try (ObjectStore objects = ObjectStores.onDisk(store)) {
      return Registry.open(objects).state().head();
    }
  }

  private int run(String... arguments) {
    String[] command = new String[arguments.length + 2];
    command[0] = "features";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    command[arguments.length + 1] = "--store=" + store;
    return Roundhouse.run(terminal(), command);
  }

  private Terminal terminal() {
    return new Terminal(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        false,
        80);
  }

  private String output() {
    return drained(out);
  }

  private String errors() {
    return drained(err);
  }

  private static String drained(ByteArrayOutputStream stream) {
    String text = stream.toString(StandardCharsets.UTF_8);
    stream.reset();
    return text;
  }
}
