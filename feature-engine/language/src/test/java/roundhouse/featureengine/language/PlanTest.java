package roundhouse.featureengine.language;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static roundhouse.featureengine.language.Expressions.estimateOf;
import static roundhouse.featureengine.language.Expressions.hourOf;
import static roundhouse.featureengine.language.Expressions.hours;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.language.ast.Nullability;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.plan.Column;
import roundhouse.featureengine.language.plan.Plan;

class PlanTest {
  private static final Plan FRAUD = Payments.FRAUD.plan();

  @Test
  void planIsReadBackAsWritten() {
    for (Plan plan : List.of(FRAUD, Payments.ODDITIES.plan())) {
      Plan read = Plan.parse(plan.toJson());
      assertThat(read).isEqualTo(plan);
      assertThat(read.toJson()).isEqualTo(plan.toJson());
      assertThat(read.hash()).isEqualTo(plan.hash());
    }
  }

  /// A changed golden file means that every published plan of the old form has lost its meaning:
  /// give the operator a new version instead.
  @Test
  void bytesAndHashNeverChange() throws IOException {
    assertThat(new String(FRAUD.toJson(), UTF_8)).isEqualTo(golden("card-fraud@3.json"));
    assertThat(FRAUD.hash())
        .isEqualTo("018795ff03f693cf699769c59429dee372017ecfb0cc58ba86c5b3fd6de697c1");
  }

  @Test
  void whiteSpaceAndOrderOfPropertiesDoNotChangeTheHash() {
    String json = new String(FRAUD.toJson(), UTF_8);
    String name = "\"name\":\"card-fraud\",";
    String reordered = "{ " + name + "\n" + json.replace(name, "").substring(1);
    assertThat(reordered).isNotEqualTo(json);
    assertThat(Plan.parse(reordered.getBytes(UTF_8)).hash()).isEqualTo(FRAUD.hash());
  }

  @Test
  void fieldThatNothingReadsDoesNotChangeTheHash() {
    StreamSchema authorised = FRAUD.stream("authorised");
    assertThat(authorised.find("settledAt")).isEmpty();
    assertThat(Payments.AUTHORISED.schema().find("settledAt")).isPresent();
    assertThat(authorised.fieldNames()).isSorted().contains("at", "recordedAt", "authorisationId");
    assertThat(FRAUD.askStream().fieldNames()).as("the ask keeps all").hasSize(6);
  }

  @Test
  void documentationDoesNotChangeTheHash() {
    FeatureSet<Payments.Charge> described = Payments.FRAUD.describe("hour", "Hour in UTC.");
    assertThat(described.documentation()).containsEntry("hour", "Hour in UTC.");
    assertThat(described.plan().hash()).isEqualTo(FRAUD.hash());
  }

  @Test
  void everythingThatDeterminesAValueChangesTheHash() {
    FeatureSet<Payments.Charge> base =
        FeatureSet.askedBy(Payments.CHARGES)
            .named("base")
            .version(1)
            .feature("count", Payments.OF_CARD.count().within(hours(1)));
    FeatureSet<Payments.Charge> longer =
        FeatureSet.askedBy(Payments.CHARGES)
            .named("base")
            .version(1)
            .feature("count", Payments.OF_CARD.count().within(hours(2)));
    assertThat(List.of(base.plan().hash(), longer.plan().hash(), base.lag(hours(1)).plan().hash()))
        .doesNotHaveDuplicates();
  }

  @Test
  void columnsHaveTypesAndNullability() {
    assertThat(FRAUD.columns())
        .contains(
            new Column("merchant", ValueType.LONG, Nullability.REQUIRED),
            new Column("large", ValueType.BOOLEAN, Nullability.REQUIRED),
            new Column("count_1h", ValueType.LONG, Nullability.REQUIRED),
            new Column("spend_1d", ValueType.DOUBLE, Nullability.NULLABLE),
            new Column("points_1d", ValueType.LONG, Nullability.NULLABLE),
            new Column("last_1d", ValueType.STRING, Nullability.NULLABLE));
    assertThat(FRAUD.labelColumns())
        .containsExactly(new Column("disputed", ValueType.BOOLEAN, Nullability.REQUIRED));
  }

  @Test
  void aSketchsColumnIsApproximateUntilAnEstimateOfItIsTaken() {
    var shops = Payments.OF_CARD.distinctAbout(12, Payments.Authorised::merchant).ever();
    Plan plan =
        FeatureSet.askedBy(Payments.CHARGES)
            .named("sketched")
            .version(1)
            .feature("shops", shops)
            .feature("many", estimateOf(shops).atLeast(10L))
            .plan();
    assertThat(plan.columns()).extracting(Column::isApproximate).containsExactly(true, false);
    String json = new String(plan.toJson(), UTF_8);
    assertThat(json).containsOnlyOnce("\"approximate\":true");
    assertThat(Plan.parse(plan.toJson())).isEqualTo(plan);
    assertThatThrownBy(() -> Plan.parse(json.replace("\"approximate\":true,", "").getBytes(UTF_8)))
        .hasMessageContaining("not in its canonical form");
  }

  @Test
  void timeZoneDataIsNamedOnlyWhereAValueDependsOnIt() {
    assertThat(FRAUD.timeZoneData()).as("UTC does not change").isNull();
    assertThat(Payments.ODDITIES.plan().timeZoneData()).matches("[0-9]{4}[a-z]+");
    Plan filtered =
        FeatureSet.askedBy(Payments.CHARGES)
            .named("filtered")
            .version(1)
            .feature(
                "nightly",
                Payments.OF_CARD
                    .onlyIf(hourOf(Payments.Authorised::at).in("Asia/Tokyo").lessThan(6L))
                    .count()
                    .within(hours(1)))
            .plan();
    assertThat(filtered.timeZoneData()).isNotNull();
    Plan keyed =
        FeatureSet.askedBy(Payments.CHARGES)
            .named("keyed")
            .version(1)
            .feature("merchant", Payments.Charge::merchant)
            .label(
                "next",
                Payments.AUTHORISED
                    .where(hourOf(Payments.Authorised::at).in("UTC"))
                    .equalTo(hourOf(Payments.Charge::at).in("Asia/Tokyo"))
                    .whether(Payments.Authorised::online)
                    .maturingIn(hours(1))
                    .otherwiseFalse())
            .plan();
    assertThat(keyed.timeZoneData()).as("of a label's key").isNotNull();
  }

  @Test
  void everyProblemOfFormIsReportedWithItsPlace() {
    String json =
        new String(FRAUD.toJson(), UTF_8)
            .replace("\"op\":\"mean@1\"", "\"op\":\"mean@2\"")
            .replace("\"version\":3", "\"version\":\"three\"")
            .replace("\"maturity\":\"PT2160H\"", "\"maturity\":\"90 days\"")
            .replace("\"value\":\"1000.0\"", "\"value\":\"1e3\"")
            .replace("\"lag\":", "\"latency\":");
    assertThat(problemsOf(json))
        .containsExactlyInAnyOrder(
            "Plan (/): property 'latency'; expected only format, name, version, lag, timeZoneData,"
                + " ask, streams, features, labels; take the plan's bytes from its definition, or"
                + " use the release that wrote it",
            "Plan (/version): a JSON string; expected a whole number of 32 bits; take the plan's"
                + " bytes from its definition, or use the release that wrote it",
            "Plan (/lag): nothing; expected text; take the plan's bytes from its definition, or use"
                + " the release that wrote it",
            "Plan (/features/1/value/right/value): '1e3'; expected the shortest form of a double;"
                + " take the plan's bytes from its definition, or use the release that wrote it",
            "Plan (/features/6/value/aggregate/op): 'mean@2'; expected an aggregate, such as"
                + " count@1; take the plan's bytes from its definition, or use the release that"
                + " wrote it",
            "Plan (/labels/0/maturity): '90 days'; expected an ISO-8601 duration such as PT2H; take"
                + " the plan's bytes from its definition, or use the release that wrote it");
  }

  @Test
  void planThatMeansNothingIsRefused() {
    String json = new String(FRAUD.toJson(), UTF_8);
    assertThat(problemsOf(json.replace("\"length\":\"PT1H\"", "\"length\":\"PT0S\"")))
        .isNotEmpty()
        .allMatch(problem -> problem.contains("window 0 seconds"));
    assertThat(problemsOf(json.replace("\"zone\":\"UTC\"", "\"zone\":\"Mars\"")))
        .singleElement()
        .asString()
        .contains("Feature 'hour': time zone 'Mars' is unknown");
    assertThat(problemsOf(json.replace("\"id\":\"chargeId\"", "\"id\":\"amount\"")))
        .anyMatch(problem -> problem.contains("a field of type long or string"));
    assertThat(
            problemsOf(
                json.replace(
                    "\"nullable\":true,\"type\":\"double\",\"value\":{\"agg",
                    "\"nullable\":true,\"type\":\"long\",\"value\":{\"agg")))
        .singleElement()
        .asString()
        .contains("not in its canonical form");
  }

  @Test
  void whatIsNotAPlanIsRefused() {
    assertThat(problemsOf("")).isNotEmpty();
    assertThat(problemsOf("nonsense")).singleElement().asString().contains("not JSON");
    assertThat(problemsOf("[]")).isNotEmpty();
    assertThat(problemsOf("{}")).hasSizeGreaterThan(5);
    assertThat(problemsOf("{\"format\":\"roundhouse-plan@9\"}"))
        .anyMatch(problem -> problem.contains("'roundhouse-plan@1'"));
    assertThat(problemsOf("{\"name\":\"a\",\"name\":\"b\"}"))
        .singleElement()
        .asString()
        .contains("uplicate");
    assertThat(problemsOf("[".repeat(100_000))).singleElement().asString().contains("not JSON");
    assertThat(problemsOf(new String(FRAUD.toJson(), UTF_8) + "{}")).isNotEmpty();
  }

  /// Bytes changed at random are refused, or are a plan in canonical form of other bytes.
  @Property(tries = 500)
  void damagedPlanIsRefusedOrIsAnother(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] json = FRAUD.toJson();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      json[random.nextInt(json.length)] = (byte) random.nextInt(256);
    }
    try {
      Plan plan = Plan.parse(json);
      assertThat(Plan.parse(plan.toJson())).isEqualTo(plan);
    } catch (InvalidDefinitionException e) {
      assertThat(e.problems()).isNotEmpty();
    }
  }

  private static List<String> problemsOf(String json) {
    InvalidDefinitionException refused =
        catchThrowableOfType(
            InvalidDefinitionException.class, () -> Plan.parse(json.getBytes(UTF_8)));
    return refused.problems().stream().map(Object::toString).toList();
  }

  private static String golden(String name) throws IOException {
    try (InputStream file = Objects.requireNonNull(PlanTest.class.getResourceAsStream(name))) {
      return new String(file.readAllBytes(), UTF_8).strip();
    }
  }
}
