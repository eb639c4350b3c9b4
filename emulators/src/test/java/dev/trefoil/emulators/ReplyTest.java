package dev.trefoil.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BEDROCK|{'json':{'anything':1}}",
        "BEDROCK|{'events':[{'contentBlockDelta':{'contentBlockIndex':0}}]}",
        "BEDROCK|{'events':[]}",
        "AZURE_OPENAI|{'events':[{'choices':[]},'[DONE]']}",
        "VERTEX|{'json':{'candidates':[{'finishReason':'STOP'}]}}",
        "VERTEX|{'json':{'predictions':[{'embeddings':{'values':[1]}}]}}",
        "VERTEX|{'events':[{'promptFeedback':{'blockReason':'SAFETY'}}]}",
        "ANTHROPIC|{'json':{'type':'message'}}",
        "ANTHROPIC|{'events':[{'type':'message_stop'},'broken']}"
      })
  void repliesAreReadAndWrittenAlike(ServiceKind kind, String json) {
    assertThat(Reply.parse(Json.of(json), kind).toJson()).isEqualTo(Json.of(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BEDROCK|{}|reply: must have either json or events",
        "BEDROCK|{'json':{},'events':[]}|reply: must have either json or events",
        "BEDROCK|{'jason':{}}|jason: is not a field of a reply",
        "BEDROCK|{'json':[]}|reply: json must be an object, events an array",
        "BEDROCK|{'events':[{'a':{},'b':{}}]}|events[0]: must be an object with one key",
        "BEDROCK|{'events':['text']}|events[0]: must be an object with one key",
        "AZURE_OPENAI|{'events':[{},7]}|events[1]: must be a chunk object or a string",
        "VERTEX|{'events':[{},{'nonsense':1}]}|events[1]: is not a GenerateContentResponse",
        "VERTEX|{'json':{'candidates':7}}|json: is not a GenerateContentResponse",
        "ANTHROPIC|{'events':[{'message_stop':{}}]}|events[0]: must be an event's data with its"
            + " type, or a string"
      })
  void whatIsWrongIsNamed(ServiceKind kind, String json, String message) {
    assertThatThrownBy(() -> Reply.parse(Json.of(json), kind))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void onlyAnObjectIsAReply() {
    assertThatThrownBy(() -> Reply.parse(Json.node("7"), ServiceKind.VERTEX))
        .hasMessage("reply: must be an object");
  }

  @Test
  void kindsHaveTheNamesOfTheConfiguration() {
    assertThat(ServiceKind.of("azure-openai")).isEqualTo(ServiceKind.AZURE_OPENAI);
    assertThatThrownBy(() -> ServiceKind.of("ollama"))
        .hasMessage(
            "kind: 'ollama' cannot be emulated, only bedrock, bedrock-mantle, azure-openai,"
                + " foundry, vertex, openai, anthropic");
  }
}
