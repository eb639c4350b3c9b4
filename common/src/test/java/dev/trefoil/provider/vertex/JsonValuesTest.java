package dev.trefoil.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValuesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"z\":1,\"a\":[true,false,null,\"x\",-2,0.5,[],{}],\"\":{\"ünï 🍀\":\"\\\"\"}}",
        "{\"a\":9007199254740992,\"b\":1.0E300}"
      })
  void anObjectComesBackAsItWas(String json) throws ProviderException {
    assertThat(JsonValues.text(JsonValues.object(json, "tools"))).isEqualTo(json);
  }

  @Test
  void wholeNumbersHaveNoFraction() throws ProviderException {
    assertThat(JsonValues.text(JsonValues.object("{\"a\":7.0,\"b\":-0.0}", "tools")))
        .isEqualTo("{\"a\":7,\"b\":0}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1e999}", "{\"a\":-1e999}"})
  void aNumberBeyondADoubleIsRefusedByName(String json) {
    assertRefused(json);
  }

  @Test
  void whatProtobufCannotReadIsRefusedByName() {
    assertRefused("{\"a\":".repeat(31) + "1" + "}".repeat(31));
    assertRefused("{\"a\":" + "[".repeat(30) + "]".repeat(30) + "}");
  }

  @Test
  void onlyAWholeObjectIsOne() {
    assertThat(JsonValues.objectIn(" {\"a\":1} ")).isPresent();
    assertThat(JsonValues.objectIn("[1]")).isEmpty();
    assertThat(JsonValues.objectIn("rain")).isEmpty();
    assertThat(JsonValues.objectIn("")).isEmpty();
    assertThat(JsonValues.objectIn("{\"a\":1} and more")).isEmpty();
    assertThat(JsonValues.objectIn("{a}")).isEmpty();
    assertThat(JsonValues.objectIn("{\"a\":")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\":\"#/a\"}",
        "{\"a\":{\"$ref\":\"x\"}}",
        "{\"id\":9007199254740993}",
        "{\"id\":12345678901234567890}",
        "{\"a\":0.1234567890123456789}",
        "{\"a\":1e-400}",
        "{\"a\":1,\"a\":2}"
      })
  void aResultThatWouldBeAlteredOrReadOtherwiseIsNoObject(String json) {
    assertThat(JsonValues.objectIn(json)).isEmpty();
  }

  @Test
  void numbersOfArgumentsThatADoubleWouldAlterAreTexts() {
    assertThat(
            JsonValues.text(
                JsonValues.arguments("{\"a\":9007199254740993,\"b\":7,\"c\":1e999,\"d\":0.1}")))
        .isEqualTo("{\"a\":\"9007199254740993\",\"b\":7,\"c\":\"1e999\",\"d\":0.1}");
  }

  @Test
  void argumentsThatAreTooDeepAreOneText() {
    String deep = "{\"a\":".repeat(31) + "1" + "}".repeat(31);

    assertThat(JsonValues.arguments(deep).getFieldsOrThrow("arguments").getStringValue())
        .isEqualTo(deep);
  }

  private static void assertRefused(String json) {
    assertThatThrownBy(() -> JsonValues.object(json, "tools"))
        .isInstanceOfSatisfying(
            ProviderException.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(Kind.UNSUPPORTED);
              assertThat(refusal.param()).contains("tools");
            });
  }
}
