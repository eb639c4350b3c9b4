package dev.trefoil.emulators.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Converse refuses of tools and settings, and what single models refuse. */
class ConverseModelRefusalTest {

  private static final String USER = "'messages':[{'role':'user','content':[{'text':'x'}]}]";
  private static final String TOOLS =
      "'tools':[{'toolSpec':{'name':'n','inputSchema':{'json':{'type':'object'}}}}]";
  private static final String CALLS =
      "{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':[{'toolUse':{'toolUseId':'a','name':'n','input':{}}},{'toolUse':{'toolUseId':'b','name':'n','input':{}}}]}";
  private static final String MODEL_ERROR = "The model returned the following errors: ";
  private static final Signed BEDROCK = Signed.start();

  @AfterAll
  static void close() {
    BEDROCK.emulator().close();
  }

  private static String result(String id) {
    return "{'toolResult':{'toolUseId':'%s','content':[{'text':'r'}]}}".formatted(id);
  }

  private static String filled(String body) {
    return body.replace("USER", USER)
        .replace("TOOLS", TOOLS)
        .replace("CALLS", CALLS)
        .replace("RESULT-A", result("a"))
        .replace("RESULT-B", result("b"))
        .replace("RESULT-C", result("c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'messages':[CALLS,{'role':'user','content':[RESULT-A]}],'toolConfig':{TOOLS}}|Expected toolResult blocks at messages.2.content for the following Ids: b",
        "{'messages':[CALLS,{'role':'user','content':[RESULT-A,RESULT-C]}],'toolConfig':{TOOLS}}|for the following Ids: b",
        "{'messages':[CALLS,{'role':'user','content':[RESULT-A,RESULT-B,RESULT-C]}],'toolConfig':{TOOLS}}|The number of toolResult blocks at messages.2.content exceeds the number of toolUse blocks of previous turn.",
        "{'messages':[CALLS,{'role':'user','content':[RESULT-A,RESULT-A]}],'toolConfig':{TOOLS}}|The toolResult blocks at messages.2.content contain duplicate Ids: a",
        "{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':[{'toolUse':{'toolUseId':'a','name':'n','input':{}}},{'toolUse':{'toolUseId':'a','name':'n','input':{}}}]},{'role':'user','content':[RESULT-A]}],'toolConfig':{TOOLS}}|The toolUse blocks at messages.1.content contain duplicate Ids: a",
        "{'messages':[CALLS],'toolConfig':{TOOLS}}|Expected toolResult blocks at messages.2.content for the following Ids: a, b",
        "{'messages':[CALLS,{'role':'user','content':[RESULT-A,RESULT-B]}]}|The toolConfig field must be defined",
        "{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':[{'toolUse':{'toolUseId':'a','name':'n','input':'{}'}}]},{'role':'user','content':[RESULT-A]}],'toolConfig':{TOOLS}}|The format of the value at messages.1.content.0.toolUse.input is invalid. Provide a json object for the field and try again.",
        "{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':[{'toolUse':{'toolUseId':'a','name':'n','input':{}}}]},{'role':'user','content':[{'toolResult':{'toolUseId':'a','content':[{'text':'t'},{'json':[1]}]}}]}],'toolConfig':{TOOLS}}|messages.2.content.0.toolResult.content.1.json is invalid",
        "{USER,'toolConfig':{'tools':[{'toolSpec':{'name':'n','inputSchema':{'json':'{}'}}}]}}|The format of the value at toolConfig.tools.0.toolSpec.inputSchema.json is invalid.",
        "{USER,'toolConfig':{'toolChoice':{'tool':{'name':'m'}},TOOLS}}|Tool 'm' not found in provided tools",
        "{USER,'toolConfig':{'toolChoice':{'auto':{},'any':{}},TOOLS}}|toolConfig.toolChoice must have exactly one member set",
        "{USER,'toolConfig':{'tools':[{'toolSpec':{'name':'n','inputSchema':{'json':{'type':'object'}}}},{'toolSpec':{'name':'n','inputSchema':{'json':{'type':'object'}}}}]}}|tools: Tool names must be unique.",
        "{USER,'toolConfig':{'tools':[{'toolSpec':{'name':'n','inputSchema':{'json':{}}}}]}}|tools.0.custom.input_schema.type: Field required",
        "{USER,'toolConfig':{'tools':[{'toolSpec':{'name':'n','strict':true,'inputSchema':{'json':{'type':'object'}}}}]}}|tools.0.custom: For 'object' type, 'additionalProperties' must be explicitly set to false",
        "{USER,'toolConfig':{'tools':[{'toolSpec':{'name':'n','description':'','inputSchema':{'json':{}}}}]}}|Member must have length greater than or equal to 1",
        "{USER,'outputConfig':{'textFormat':{'type':'json_schema','structure':{'jsonSchema':{'schema':'no json'}}}}}|outputConfig.textFormat.structure.jsonSchema.schema is invalid",
        "{USER,'outputConfig':{'textFormat':{'type':'json_schema','structure':{'jsonSchema':{'schema':{'type':'object'}}}}}}|#/outputConfig/textFormat/structure/jsonSchema/schema: expected type: string",
        "{USER,'outputConfig':{'textFormat':{'type':'json_schema','structure':{'jsonSchema':{'schema':'{}'},'x':1}}}}|extraneous key [x]",
        "{USER,'outputConfig':{'effort':'xhigh'}}|does not support effort level 'xhigh'",
        "{USER,'additionalModelRequestFields':{'bogus':1}}|bogus: Extra inputs are not permitted",
        "{USER,'toolConfig':{'toolChoice':{'any':{}},TOOLS},'additionalModelRequestFields':{'tool_choice':{'type':'any'}}}|The additional field tool_choice/type conflicts with the existing field toolConfig.toolChoice.any. Remove tool_choice/type and try again.",
        "{USER,'toolConfig':{TOOLS},'additionalModelRequestFields':{'tool_choice':{'disable_parallel_tool_use':true}}}|tool_choice.type: Field required",
        "{USER,'toolConfig':{TOOLS},'additionalModelRequestFields':{'tool_choice':{'type':'required'}}}|tool_choice: Input tag 'required' found",
        "{USER,'toolConfig':{TOOLS},'additionalModelRequestFields':{'tool_choice':{'type':'tool','name':'m'}}}|Tool 'm' not found in provided tools",
        "{USER,'additionalModelRequestFields':{'tool_choice':{'type':'auto'}}}|`tool_choice` may only be specified while providing `tools`.",
        "{USER,'additionalModelRequestFields':[]}|additionalModelRequestFields is invalid",
        "{USER,'guardrailConfig':{'guardrailIdentifier':'abc'}}|must both be provided",
        "{USER,'guardrailConfig':{'guardrailIdentifier':'ABC','guardrailVersion':'1'}}|regular expression pattern",
        "{USER,'serviceTier':{'type':'fast'}}|enum value set",
        "{USER,'requestMetadata':{}}|Member must have length greater than or equal to 1",
        "{USER,'requestMetadata':{'a':'b!'}}|regular expression pattern",
        "{USER,'inferenceConfig':{'stopSequences':[' ']}}|each stop sequence must contain non-whitespace",
        "{'messages':[{'role':'user','content':[{'text':'x'},{'cachePoint':{'type':'other'}}]}]}|enum value set",
        "{'messages':[{'role':'user','content':[{'text':'x'},{'document':{'name':'a.pdf','format':'pdf','source':{'bytes':'AAAA'}}}]}]}|The document file name can only contain alphanumeric characters",
        "{'messages':[{'role':'user','content':[{'text':'x'},{'document':{'name':'a  b','format':'pdf','source':{'bytes':'AAAA'}}}]}]}|more than one consecutive whitespace",
        "{'messages':[{'role':'user','content':[{'text':'x'},{'image':{'format':'jpeg','source':{'bytes':'iVBORw0KGgo='}}}]}]}|messages.0.content.1.image.source.base64.data: The image was specified using the image/jpeg media type, but the image appears to be a image/png image",
        "{'messages':[{'role':'user','content':[{'toolUse':{'toolUseId':'a','name':'n','input':{}}}]}],'toolConfig':{TOOLS}}|Expected toolResult blocks",
        "{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':[{'image':{'format':'png','source':{'bytes':'AAAA'}}}]},{'role':'user','content':[{'text':'x'}]}]}|messages.1: `image` blocks can only be specified in `user` messages",
        "{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':[{'reasoningContent':{'reasoningText':{'text':'t'}}}]},{'role':'user','content':[{'text':'x'}]}]}|messages.1.content.0.thinking.signature: Field required",
        "{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':[{'reasoningContent':{'redactedContent':'AAAA'}}]},{'role':'user','content':[{'text':'x'}]}]}|Invalid `data` in `redacted_thinking` block",
        "{'messages':[CALLS,{'role':'user','content':[RESULT-A,RESULT-B]}],'toolConfig':{TOOLS},'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':2000}}}|Expected `thinking` or `redacted_thinking`, but found `tool_use`"
      })
  void aRequestIsRefused(String body, String message) {
    for (String operation : new String[] {"converse", "converse-stream"}) {
      assertThat(BEDROCK.refusal("us.anthropic.claude-sonnet-4-6", operation, filled(body)))
          .startsWith("400 ValidationException ")
          .contains(message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "anthropic.claude-opus-4-7|{USER,'inferenceConfig':{'temperature':0.5}}|400 ValidationException ERRORS`temperature` is deprecated for this model.",
        "anthropic.claude-sonnet-5|{USER,'inferenceConfig':{'topP':0.5}}|400 ValidationException ERRORS`top_p` is deprecated for this model.",
        "us.anthropic.claude-haiku-4-5-20251001-v1:0|{USER,'inferenceConfig':{'temperature':0.5,'topP':0.5}}|400 ValidationException ERRORS`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
        "anthropic.claude-opus-4-6-v1|{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':[{'text':'y'}]}]}|400 ValidationException ERRORSThis model does not support assistant message prefill. The conversation must end with a user message.",
        "anthropic.claude-3-haiku-20240307-v1:0|{USER,'inferenceConfig':{'maxTokens':4097}}|400 ValidationException The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that is lower than 4096.",
        "us.amazon.nova-pro-v1:0|{USER,'inferenceConfig':{'maxTokens':10001}}|400 ValidationException The maximum tokens you requested exceeds the model limit of 10000. Try again with a maximum tokens value that is lower than 10000.",
        "amazon.titan-text-express-v1|{USER,'system':[{'text':'s'}]}|400 ValidationException This model doesn't support system messages. Try again without a system message or use a model that supports system messages.",
        "mistral.mistral-7b-instruct-v0:2|{USER,'system':[{'text':'s'}]}|400 ValidationException This model doesn't support system messages. Try again without a system message or use a model that supports system messages.",
        "amazon.titan-text-lite-v1|{USER,'toolConfig':{TOOLS}}|400 ValidationException This model doesn't support tool use.",
        "us.deepseek.r1-v1:0|{USER,'toolConfig':{TOOLS}}|400 ValidationException This model doesn't support tool use.",
        "meta.llama3-1-70b-instruct-v1:0|{USER,'toolConfig':{'toolChoice':{'any':{}},TOOLS}}|400 ValidationException This model doesn't support the toolConfig.toolChoice.any field. Remove toolConfig.toolChoice.any and try again.",
        "mistral.mistral-large-2402-v1:0|{USER,'toolConfig':{'toolChoice':{'tool':{'name':'n'}},TOOLS}}|400 ValidationException This model doesn't support the toolConfig.toolChoice.tool field. Remove toolConfig.toolChoice.tool and try again.",
        "meta.llama3-3-70b-instruct-v1:0|{'messages':[CALLS,{'role':'user','content':[RESULT-A,RESULT-B,{'text':'t'}]}],'toolConfig':{TOOLS}}|400 ValidationException messages.2.content: Conversation blocks and tool result blocks cannot be provided in the same turn.",
        "amazon.nova-micro-v1:0|{'messages':[{'role':'user','content':[{'image':{'format':'png','source':{'bytes':'AAAA'}}}]}]}|400 ValidationException This model doesn't support the image field. Remove image and try again.",
        "amazon.nova-lite-v1:0|{USER,'outputConfig':{'textFormat':{'type':'json_schema','structure':{'jsonSchema':{'schema':'{}'}}}}}|400 ValidationException This model doesn't support the outputConfig.textFormat field. Remove outputConfig.textFormat and try again.",
        "us.deepseek.r1-v1:0|{USER,'system':[{'text':'s'},{'cachePoint':{'type':'default'}}]}|403 AccessDeniedException You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more information."
      })
  void aModelRefusesWhatItLacks(String model, String body, String refusal) {
    assertThat(BEDROCK.refusal(model, "converse", filled(body)))
        .isEqualTo(refusal.replace("ERRORS", MODEL_ERROR));
  }

  @Test
  void someModelsTakeToolsOnlyInPlainCalls() {
    String body = filled("{USER,'toolConfig':{TOOLS}}");
    String llama = "us.meta.llama4-scout-17b-instruct-v1:0";
    assertThat(BEDROCK.converse(llama, body).path("stopReason").asText()).isEqualTo("end_turn");
    assertThat(BEDROCK.refusal(llama, "converse-stream", body))
        .isEqualTo(
            "400 ValidationException This model doesn't support tool use in streaming mode.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0|{'messages':[{'role':'user','content':[{'text':'x'}]},{'role':'assistant','content':[{'text':'y'}]}]}",
        "anthropic.claude-3-haiku-20240307-v1:0|{USER,'inferenceConfig':{'temperature':0.5,'topP':0.5}}",
        "amazon.nova-pro-v1:0|{USER,'inferenceConfig':{'temperature':0.5,'topP':0.5},'additionalModelRequestFields':{'inferenceConfig':{'topK':5}}}",
        "anthropic.claude-opus-4-8|{USER,'guardrailConfig':{'guardrailIdentifier':'abc','guardrailVersion':'DRAFT','trace':'enabled'},'requestMetadata':{'a':'b'},'performanceConfig':{'latency':'optimized'}}",
        "anthropic.claude-opus-4-8|{'messages':[{'role':'user','content':[{'text':'x'},{'document':{'name':'My file_1 (2) [x]-y','format':'pdf','source':{'bytes':'AAAA'}}},{'audio':{'format':'wav','source':{'bytes':'AAAA'}}},{'image':{'format':'webp','source':{'bytes':'UklGRgAAAABXRUJQ'}}},{'image':{'format':'gif','source':{'bytes':'R0lGODlh'}}},{'image':{'format':'jpeg','source':{'bytes':'/9j/4AAQ'}}}]}]}"
      })
  void whatAModelTakesIsTaken(String model, String body) {
    assertThat(BEDROCK.converse(model, filled(body)).path("stopReason").asText())
        .isEqualTo("end_turn");
  }
}
