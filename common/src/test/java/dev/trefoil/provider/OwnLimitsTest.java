package dev.trefoil.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Services' words, as their documentation, their emulators and public reports have them. */
class OwnLimitsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Unsupported value: 'temperature' does not support 0.5 with this model. | temperature",
        "`top_p` is deprecated for this model. | top_p",
        "Unable to submit request because it has a topP value of 2. | top_p",
        "This model does not support effort level 'xhigh'. | reasoning_effort",
        "stop_sequences: each stop sequence must contain non-whitespace | stop",
        "Penalty is not enabled for models/gemini-2.5-flash-lite | presence_penalty",
        "output_config.format.schema: For 'integer' type, property 'minimum' is not supported | response_format",
        "tools.0.custom.input_schema: JSON schema is invalid | tools",
        "parallel_tool_calls is not allowed here | parallel_tool_calls",
        "Unrecognized request argument supplied: verbosity |",
        "This model does not support image input. |",
      })
  void whatAServiceAloneDoesNotTakeIsNamed(String words, String field) {
    ProviderException classified = OwnLimits.classified(new ProviderException(Kind.INVALID, words));

    assertThat(classified.kind()).isEqualTo(Kind.UNSUPPORTED);
    assertThat(classified).hasMessage(words);
    assertThat(classified.param().orElse(null)).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "messages.2: `tool_use` ids were found without `tool_result` blocks, as tools want",
        "1 validation error detected",
        "could not parse the JSON body of your request",
        "the seedling does not grow"
      })
  void whatEveryServiceWouldRefuseIsLeftAsItIs(String words) {
    ProviderException failure = new ProviderException(Kind.INVALID, words);

    assertThat(OwnLimits.classified(failure)).isSameAs(failure);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "INVALID")
  void everyOtherKindIsLeftAsItIs(Kind kind) {
    ProviderException failure = new ProviderException(kind, "temperature is not supported");

    assertThat(OwnLimits.classified(failure)).isSameAs(failure);
  }

  @Test
  void theServicesOwnFieldAndHintAreKept() {
    ProviderException classified =
        OwnLimits.classified(
            new ProviderException(Kind.INVALID, "m")
                .withParam("max_completion_tokens")
                .withRetryAfter(Duration.ofSeconds(3)));

    assertThat(classified.kind()).isEqualTo(Kind.UNSUPPORTED);
    assertThat(classified.param()).contains("max_completion_tokens");
    assertThat(classified.retryAfter()).contains(Duration.ofSeconds(3));
    assertThat(OwnLimits.fields(classified)).containsExactly(RequestField.MAX_TOKENS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max_tokens is too large: 100000. This model supports at most 16384 completion tokens | 16384",
        "max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens | 64000",
        "The maximum tokens you requested exceeds the model limit of 8192. | 8192",
        "it has a maxOutputTokens value of 9 but the supported range is from 1 (inclusive) to 8 (exclusive) | 7",
        "max_tokens must be smaller | 0",
        "max_tokens: 5 > 99999999999 | 0"
      })
  void theMostIsReadWhereARefusalSaysIt(String words, long most) {
    assertThat(OwnLimits.mostTokens(new ProviderException(Kind.UNSUPPORTED, words)).orElse(0))
        .isEqualTo(most);
  }
}
