package roundhouse.featureengine.language.ast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.featureengine.language.ast.ValueType.Decimal;
import roundhouse.featureengine.language.ast.ValueType.Enumeration;
import roundhouse.featureengine.language.ast.ValueType.ListOf;

class ValueTypeTest {
  @Test
  void textIsReadBack() {
    List<ValueType> types =
        List.of(
            ValueType.BOOLEAN,
            ValueType.INSTANT,
            new Decimal(18, 0),
            new Decimal(3, 3),
            new Enumeration("Channel", List.of("WEB", "APP")),
            new ListOf(ValueType.STRING),
            new ListOf(new Decimal(5, 1)),
            new ListOf(new Enumeration("A", List.of("_b1"))));
    for (ValueType type : types) {
      assertThat(ValueType.ofText(type.text())).contains(type);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Long",
        "decimal",
        "decimal(19,2)",
        "decimal(2,3)",
        "decimal(02,1)",
        "decimal(2, 1)",
        "enum Channel()",
        "enum Channel(WEB,APP)",
        "enum Channel(APP,APP)",
        "enum 1(A)",
        "list(list(long))",
        "list(long",
        "list()",
        "list(list(list(list(long))))"
      })
  void anyOtherTextIsNone(String text) {
    assertThat(ValueType.ofText(text)).isEmpty();
  }

  @Test
  void orderOfSymbolsIsNoPartOfAnEnumeration() {
    assertThat(new Enumeration("Channel", List.of("WEB", "APP")))
        .isEqualTo(new Enumeration("Channel", List.of("APP", "WEB")));
  }

  @Test
  void impossibleTypesCannotBeMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Decimal(19, 0))
        .withMessageContaining("decimal(19,0): expected 1 to 18 digits");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ListOf(new ListOf(ValueType.LONG)))
        .withMessageContaining("flatten");
  }
}
