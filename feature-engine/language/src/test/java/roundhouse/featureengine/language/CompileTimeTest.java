package roundhouse.featureengine.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the Java compiler says of definitions.
class CompileTimeTest {
  private static final String MEDIAN =
      "OF_CARD.quantile(0.5, Authorised::amount).accurateTo(0.01).within(days(7))";

  @TempDir private Path folder;

  @Test
  void wholeLabelsAndComparedEstimatesCompile() {
    assertThat(
            errors(
                "set.label(\"l\", OF_CARD.whether(Authorised::online).maturingIn(days(1)).otherwiseFalse())"))
        .isEmpty();
    assertThat(
            errors(
                "set.label(\"l\", OF_CARD.outcome(Authorised::amount).maturingIn(days(1)).otherwiseUnlabelled())"))
        .isEmpty();
    assertThat(errors("set.feature(\"m\", %s)".formatted(MEDIAN))).isEmpty();
    assertThat(errors("set.feature(\"m\", estimateOf(%s).atLeast(5.0))".formatted(MEDIAN)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a field of another record      | OF_CARD.sum(Charge::amount)
          a sum of texts                 | OF_CARD.sum(Authorised::card)
          a key of another type          | AUTHORISED.where(Authorised::card).equalTo(Charge::merchant)
          a comparison with another type | field(Charge::card).equalTo(5L)
          an aggregate without a window  | set.feature("f", OF_CARD.count())
          a label without maturity       | set.label("l", OF_CARD.whether(Authorised::online))
          a label without absence        | set.label("l", OF_CARD.whether(Authorised::online).maturingIn(days(1)))
          a number whose absence is no   | OF_CARD.outcome(Authorised::amount).maturingIn(days(1)).otherwiseFalse()
          a number taken for a condition | OF_CARD.whether(Authorised::amount)
          an estimate that is compared   | MEDIAN.atLeast(5.0)
          an estimate in arithmetic      | dividedBy(field(Charge::amount), MEDIAN)
          an estimate of an exact value  | estimateOf(OF_CARD.count().ever())
          """)
  void doesNotCompile(String what, String expression) {
    assertThat(errors(expression.replace("MEDIAN", MEDIAN))).as(what).isNotEmpty();
  }

  /// What is wrong with an expression over the card's authorisations.
  private List<String> errors(String expression) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var found = new DiagnosticCollector<JavaFileObject>();
    compiler
        .getTask(
            new StringWriter(),
            null,
            found,
            List.of("-d", folder.toString(), "-classpath", System.getProperty("java.class.path")),
            null,
            List.of(new Source(expression)))
        .call();
    // Describing a diagnostic may add another.
    return List.copyOf(found.getDiagnostics()).stream().map(Object::toString).toList();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String expression) {
      super(URI.create("string:///roundhouse/featureengine/language/Written.java"), Kind.SOURCE);
      text =
          """
          package roundhouse.featureengine.language;

          import static roundhouse.featureengine.language.Expressions.*;
          import static roundhouse.featureengine.language.Payments.*;
          import roundhouse.featureengine.language.Payments.*;

          class Written {
            Object written(FeatureSet<Charge> set) {
              return %s;
            }
          }
          """
              .formatted(expression);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
