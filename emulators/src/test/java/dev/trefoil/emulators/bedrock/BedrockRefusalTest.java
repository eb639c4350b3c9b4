package dev.trefoil.emulators.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.RawHttp;
import dev.trefoil.emulators.identity.AwsKeyring;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** What Bedrock refuses, in its words. */
class BedrockRefusalTest {

  private static final BedrockEmulator EMULATOR =
      BedrockEmulator.start("bedrock", AwsKeyring.of("AKIATEST", "secret"));

  @AfterAll
  static void close() {
    EMULATOR.close();
  }

  private static RawHttp.Answer post(String path, String body) {
    return SignedHttp.post(
        AwsCredentialsIdentity.create("AKIATEST", "secret"),
        EMULATOR.endpoint(),
        path,
        body.getBytes(StandardCharsets.UTF_8),
        soFar -> false);
  }

  private static void assertRefused(RawHttp.Answer answer, String type, String text) {
    assertThat(Json.node(answer.text()).path("message").asText()).contains(text);
    assertThat(answer.headers().get("x-amzn-errortype")).isEqualTo(type);
    assertThat(answer.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|A conversation must have at least one message",
        "{'messages':[]}|A conversation must have at least one message",
        "{'messages':'x'}|expected type: array",
        "[]|expected type: object",
        "{'messages':[{'role':'user','content':[]}]}|messages.0 is empty",
        "{'messages':[{'role':'user'}]}|'messages.1.member.content' failed to satisfy constraint: Member must not be null",
        "{'messages':[{'role':'system','content':[{'text':'x'}]}]}|Value 'system' at 'messages.1.member.role' failed to satisfy constraint: Member must satisfy enum value set: [user, assistant]",
        "{'messages':[{'role':'assistant','content':[{'text':'x'}]}]}|must start with a user message",
        "{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'user','content':[{'text':'y'}]}]}|must alternate between user and assistant roles",
        "{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':[{'text':'y'}]}]}|must end with a user message",
        "{'messages':[{'role':'user','content':[{'text':' \\n'}]}]}|text field in the ContentBlock object at messages.0.content.0 is blank",
        "{'messages':[{'role':'user','content':[{'text':''}]}]}|is blank",
        "{'messages':[{'role':'user','content':[{}]}]}|must have exactly one member set",
        "{'messages':[{'role':'user','content':[{'text':'x','toolUse':{'toolUseId':'a','name':'n','input':{}}}]}]}|must have exactly one member set",
        "{'messages':[{'role':'user','content':[{'type':'text','text':'x'}]}]}|#/messages/0/content/0: extraneous key [type] is not permitted",
        "{'messages':[{'role':'user','content':'x'}]}|#/messages/0/content: expected type: array",
        "{'messages':[{'role':'user','content':[{'text':7}]}]}|#/messages/0/content/0/text: expected type: string",
        "{'messages':[{'role':'user','name':'n','content':[{'text':'x'}]}]}|extraneous key [name]",
        "{'messages':[{'role':'user','content':[{'text':'x'}]}],'temperature':1}|extraneous key [temperature]",
        "{'messages':[{'role':'user','content':[{'text':'x'}]}],'inferenceConfig':{'temperature':1.5}}|Value '1.5' at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value less than or equal to 1",
        "{'messages':[{'role':'user','content':[{'text':'x'}]}],'inferenceConfig':{'topP':-0.1}}|Member must have value greater than or equal to 0",
        "{'messages':[{'role':'user','content':[{'text':'x'}]}],'inferenceConfig':{'maxTokens':0}}|inferenceConfig.maxTokens",
        "{'messages':[{'role':'user','content':[{'text':'x'}]}],'inferenceConfig':{'maxTokens':1.5}}|expected type: integer",
        "{'messages':[{'role':'user','content':[{'text':'x'}]}],'inferenceConfig':{'topK':5}}|extraneous key [topK]",
        "{'messages':[{'role':'user','content':[{'text':'x'}]}],'inferenceConfig':{'stopSequences':['']}}|Member must have length greater than or equal to 1",
        "{'messages':[{'role':'user','content':[{'text':'x'}]}],'system':'be nice'}|#/system: expected type: array",
        "{'messages':[{'role':'user','content':[{'text':'x'}]}],'toolConfig':{'tools':[]}}|toolConfig.tools",
        "{'messages':[{'role':'user','content':[{'text':'x'}]}],'toolConfig':{'tools':[{'toolSpec':{'name':'a b','inputSchema':{'json':{}}}}]}}|regular expression pattern",
        "{'messages':[{'role':'user','content':[{'toolResult':{'toolUseId':'a','content':[]}}]}]}|toolConfig field must be defined",
        "{'messages':[{'role':'user','content':[{'toolResult':{'toolUseId':'a','content':[]}}]}],'toolConfig':{'tools':[{'toolSpec':{'name':'a','inputSchema':{'json':{}}}}]}}|exceeds the number of toolUse blocks",
        "{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':[{'toolUse':{'toolUseId':'t1','name':'n','input':{}}}]},{'role':'user','content':[{'text':'y'}]}],'toolConfig':{'tools':[{'toolSpec':{'name':'n','inputSchema':{'json':{}}}}]}}|Expected toolResult blocks at messages.2.content for the following Ids: t1",
        "{'messages':[{'role':'user','content':[{'document':{'name':'d','format':'pdf','source':{'bytes':'AAAA'}}}]}]}|document without text",
        "{'messages':[{'role':'user','content':[{'image':{'format':'tiff','source':{'bytes':'AAAA'}}}]}]}|enum value set",
        "{'messages':[{'role':'user','content':[{'image':{'format':'png','source':{'bytes':'!'}}}]}]}|expected type: blob"
      })
  void aRequestIsRefused(String body, String text) {
    String json = body.replace('\'', '"');
    for (String operation : new String[] {"converse", "converse-stream"}) {
      assertRefused(
          post("/model/anthropic.claude-sonnet-4-6/" + operation, json),
          "ValidationException",
          text);
    }
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertRefused(post("/model/m/converse", "{\"messages\""), "SerializationException", "no JSON");
    assertRefused(post("/model/m/converse", "{} {}"), "SerializationException", "no JSON");
  }

  @Test
  void aModelIdIsCheckedAfterDecoding() {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}]}";
    assertRefused(
        post("/model/no%20such%20model/converse", body),
        "ValidationException",
        "The provided model identifier is invalid.");
    String arn =
        "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fabc123";
    assertThat(post("/model/" + arn + "/converse", body).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/model/m/invoke", "/", "/model/converse"})
  void otherPathsAreUnknown(String path) {
    RawHttp.Answer answer = post(path, "{}");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.headers().get("x-amzn-errortype")).isEqualTo("UnknownOperationException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'messages':[{'role':'user','content':[{'text':'x'}]}],'system':[{'text':'s'}],'inferenceConfig':{'temperature':1,'maxTokens':5,'stopSequences':['z']}}",
        "{'messages':[{'role':'user','content':[{'text':'x'}]}],'additionalModelRequestFields':{'top_k':5},'requestMetadata':{'a':'b'},'serviceTier':{'type':'flex'},'outputConfig':{'effort':'low'}}",
        "{'messages':[{'role':'user','content':[{'image':{'format':'png','source':{'bytes':'AAAA'}}}]}]}",
        "{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':[{'text':'y'},{'toolUse':{'toolUseId':'t1','name':'n','input':{'a':1}}}]},{'role':'user','content':[{'toolResult':{'toolUseId':'t1','content':[{'json':{'r':1}}]}}]}],'toolConfig':{'tools':[{'toolSpec':{'name':'n','inputSchema':{'json':{'type':'object'}}}}],'toolChoice':{'auto':{}}}}"
      })
  void whatTheServiceTakesIsTaken(String body) {
    RawHttp.Answer answer =
        post("/model/anthropic.claude-sonnet-4-6/converse", body.replace('\'', '"'));
    assertThat(answer.text()).contains("stopReason");
    assertThat(answer.status()).isEqualTo(200);
  }
}
