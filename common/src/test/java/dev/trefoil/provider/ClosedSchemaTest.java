package dev.trefoil.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClosedSchemaTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'object','properties':{},'additionalProperties':false}",
        "{'type':'object','properties':{'a':{'type':'array','items':{'type':'string'}}},"
            + "'additionalProperties':false}",
        "{'type':'object','properties':{'minimum':{'type':'integer'}},'additionalProperties':false}",
        "{'$ref':'#/$defs/a','$defs':{'a':{'type':'object','additionalProperties':false}}}",
        "{'anyOf':[{'type':'string'},{'type':'null'}]}",
        "{'type':'string'}"
      })
  void theServiceCanHoldAnAnswerTo(String schema) {
    assertThat(ClosedSchema.is(json(schema))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'type':'object'}",
        "{'properties':{}}",
        "{'type':'object','additionalProperties':true}",
        "{'type':'object','additionalProperties':{'type':'string'}}",
        "{'type':'object','properties':{'a':{'type':'object'}},'additionalProperties':false}",
        "{'type':'array','items':{'type':'object'}}",
        "{'type':'integer','minimum':1}",
        "{'anyOf':[{'type':'string','maxLength':3}]}",
        "{'$ref':'#/$defs/a','$defs':{'a':{'type':'object'}}}"
      })
  void theServiceCannotHoldAnAnswerTo(String schema) {
    assertThat(ClosedSchema.is(json(schema))).isFalse();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
