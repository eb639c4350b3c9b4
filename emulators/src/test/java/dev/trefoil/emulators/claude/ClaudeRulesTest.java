package dev.trefoil.emulators.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.trefoil.emulators.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaudeRulesTest {

  @ParameterizedTest
  @CsvSource({
    "us.anthropic.claude-3-haiku-20240307-v1:0, 0",
    "claude-3-5-sonnet-20241022, 35",
    "claude-instant-v1, 0",
    "claude-3-7-sonnet-20250219, 37",
    "anthropic.claude-sonnet-4-20250514-v1:0, 37",
    "claude-opus-4-1-20250805, 41",
    "eu.anthropic.claude-haiku-4-5-20251001-v1:0, 45",
    "global.anthropic.claude-opus-4-6-v1, 46",
    "claude-opus-4-7, 47",
    "claude-sonnet-5, 48",
    "claude-opus-5-5, 48",
    "claude-fable-5, 48",
    "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-6, 46"
  })
  void theVersionIsReadFromTheName(String model, int since) {
    assertThat(ClaudeTraits.of(model).orElseThrow().since()).isEqualTo(since);
  }

  @Test
  void otherModelsHaveNoTraits() {
    assertThat(ClaudeTraits.of("amazon.nova-lite-v1:0")).isEmpty();
    assertThat(ClaudeTraits.of("claude-opus-4-5").orElseThrow().efforts()).isNotEmpty();
    assertThat(ClaudeTraits.of("claude-sonnet-4-5").orElseThrow().efforts()).isEmpty();
  }

  private static Optional<String> violation(String model, String settings) {
    JsonNode s = Json.of(settings);
    return ClaudeRules.violation(
        ClaudeTraits.of(model).orElseThrow(),
        new ClaudeSettings(
            s.has("t") ? OptionalDouble.of(s.get("t").doubleValue()) : OptionalDouble.empty(),
            s.has("p") ? OptionalDouble.of(s.get("p").doubleValue()) : OptionalDouble.empty(),
            s.has("k"),
            s.has("max") ? OptionalInt.of(s.get("max").intValue()) : OptionalInt.empty(),
            s.has("stop") ? List.of(s.get("stop").textValue()) : List.of(),
            s.path("thinking"),
            Optional.ofNullable(s.path("effort").textValue()),
            s.has("schema") ? s.get("schema") : MissingNode.getInstance(),
            s.has("forced")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "claude-opus-4-7|{'t':1}|`temperature` is deprecated for this model.",
        "claude-sonnet-5|{'p':1}|`top_p` is deprecated for this model.",
        "claude-opus-5|{'k':1}|`top_k` is deprecated for this model.",
        "claude-opus-4-1|{'t':1,'p':1}|`temperature` and `top_p` cannot both be specified",
        "claude-sonnet-4-6|{'t':1,'p':1}|Please use only one.",
        "claude-opus-4-8|{'thinking':{'type':'enabled','budget_tokens':2000}}|Use \"thinking.type.adaptive\" and",
        "claude-haiku-4-5|{'thinking':{'type':'adaptive'}}|adaptive thinking is not supported on this model",
        "claude-haiku-4-5|{'thinking':{'type':'enabled'}}|thinking.enabled.budget_tokens: Field required",
        "claude-haiku-4-5|{'thinking':{'type':'enabled','budget_tokens':1000}}|greater than or equal to 1024",
        "claude-haiku-4-5|{'thinking':{'type':'enabled','budget_tokens':2000},'max':2000}|`max_tokens` must be greater than `thinking.budget_tokens`",
        "claude-haiku-4-5|{'thinking':{'type':'on'}}|Input tag 'on' found",
        "claude-haiku-4-5|{'thinking':{'type':'enabled','budget_tokens':2000},'t':0.5}|`temperature` may only be set to 1",
        "claude-haiku-4-5|{'thinking':{'type':'enabled','budget_tokens':2000},'p':0.5}|`top_p` must be greater than or equal to 0.95",
        "claude-haiku-4-5|{'thinking':{'type':'enabled','budget_tokens':2000},'k':1}|`top_k` must be unset",
        "claude-opus-4-7|{'thinking':{'type':'adaptive'},'forced':1}|Thinking may not be enabled when tool_choice forces tool use.",
        "claude-3-5-sonnet-20241022|{'thinking':{'type':'enabled','budget_tokens':2000}}|is not supported for this model",
        "claude-haiku-4-5|{'effort':'low'}|does not support the effort parameter",
        "claude-opus-4-6|{'effort':'xhigh'}|does not support effort level 'xhigh'. Supported levels: low, medium, high, max.",
        "claude-opus-4-7|{'effort':'much'}|output_config.effort: Input should be",
        "claude-haiku-4-5|{'stop':' '}|stop_sequences: each stop sequence must contain non-whitespace",
        "claude-sonnet-4-20250514|{'schema':{}}|does not support structured outputs",
        "claude-haiku-4-5|{'schema':{'type':'object'}}|'additionalProperties' must be explicitly set to false",
        "claude-haiku-4-5|{'schema':{'type':'object','additionalProperties':false,'properties':{'a':{'type':'object'}}}}|'additionalProperties' must be",
        "claude-haiku-4-5|{'schema':{'type':'object','additionalProperties':false,'properties':{'a':{'type':'integer','minimum':1,'maximum':2}}}}|For 'integer' type, properties minimum, maximum are not supported",
        "claude-haiku-4-5|{'schema':{'type':'array','minItems':2,'items':{'type':'string'}}}|'minItems' values other than 0 or 1",
        "claude-haiku-4-5|{'schema':{'type':'array','items':{'type':'string','minLength':2}}}|For 'string' type, properties minLength"
      })
  void aSettingIsRefused(String model, String settings, String message) {
    assertThat(violation(model, settings)).get().asString().contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "claude-sonnet-4-20250514|{'t':1,'p':1,'k':1,'stop':'x'}",
        "claude-sonnet-4-6|{'t':0.2,'thinking':{'type':'disabled'},'effort':'max'}",
        "claude-opus-4-7|{'thinking':{'type':'adaptive'},'effort':'xhigh','schema':{'type':'object','additionalProperties':false,'properties':{'a':{'type':'array','minItems':1,'items':{'enum':['x']}}}}}",
        "claude-haiku-4-5|{'thinking':{'type':'enabled','budget_tokens':1024},'max':2000,'t':1}"
      })
  void whatTheModelTakesIsTaken(String model, String settings) {
    assertThat(violation(model, settings)).isEmpty();
  }

  @Test
  void aSignatureIsOfItsTextAndGoodOnEveryPlatform() {
    var bedrock = new ReasoningSignature("bedrock");
    String signature = bedrock.of("I was asked: hi");
    assertThat(bedrock.signs("I was asked: hi", signature)).isTrue();
    assertThat(bedrock.signs("I was asked: ho", signature)).isFalse();
    assertThat(new ReasoningSignature("anthropic").signs("I was asked: hi", signature)).isTrue();
    assertThat(bedrock.signs("I was asked: hi", "Eo" + signature)).isFalse();
  }
}
