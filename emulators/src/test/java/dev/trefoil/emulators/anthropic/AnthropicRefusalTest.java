package dev.trefoil.emulators.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Anthropic refuses, in its words. */
class AnthropicRefusalTest {

  private static final String HEAD = "'model':'claude-sonnet-4-6','max_tokens':3000";
  private static final String USER = HEAD + ",'messages':[{'role':'user','content':'x'}]";
  private static final String TOOLS = "'tools':[{'name':'n','input_schema':{'type':'object'}}]";
  private static final String CALLS =
      "{'role':'user','content':'x'},{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'n','input':{}},{'type':'tool_use','id':'b','name':'n','input':{}}]}";
  private static final Keyed ANTHROPIC = Keyed.start();

  @AfterAll
  static void close() {
    ANTHROPIC.close();
  }

  private static String filled(String body) {
    return body.replace("HEAD", HEAD)
        .replace("USER", USER)
        .replace("TOOLS", TOOLS)
        .replace("CALLS", CALLS)
        .replace("MARK", "{'type':'text','text':'x','cache_control':{'type':'ephemeral'}}")
        .replaceAll("RESULT-([A-C])", "{'type':'tool_result','tool_use_id':'$1','content':'r'}")
        .replace("'A'", "'a'")
        .replace("'B'", "'b'")
        .replace("'C'", "'c'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}|model: Field required",
        "[]|Input should be a valid dictionary",
        "{|The request body is not valid JSON",
        "{'model':'claude-sonnet-4-6','messages':[]}|max_tokens: Field required",
        "{HEAD,'messages':[]}|messages: at least one message is required",
        "{HEAD,'messages':'x'}|messages: Input should be a valid list",
        "{HEAD,'messages':[{'role':'assistant','content':'x'}]}|messages: first message must use the \"user\" role",
        "{HEAD,'messages':[{'role':'system','content':'x'}]}|messages: first message must use the \"user\" role",
        "{HEAD,'messages':[{'role':'user','content':'x'},{'role':'system','content':'x'}]}|messages: Unexpected role \"system\".",
        "{'model':'claude-opus-4-8','max_tokens':9,'messages':[{'role':'user','content':'x'},{'role':'assistant','content':'x'},{'role':'system','content':'x'},{'role':'user','content':'x'}]}|messages.2: a `system` message must follow a `user` message",
        "{HEAD,'messages':[{'role':'user','content':'x','output_config':{}}]}|messages.0.output_config: Extra inputs are not permitted",
        "{USER,'context_management':{}}|context_management: Extra inputs are not permitted",
        "{HEAD,'cache_control':{'type':'ephemeral'},'messages':[{'role':'user','content':[MARK,MARK,MARK,MARK]}]}|A maximum of 4 blocks with cache_control may be provided. Found 5.",
        "{HEAD,'system':[MARK],'messages':[{'role':'user','content':[{'type':'text','text':'x','cache_control':{'type':'ephemeral','ttl':'1h'}}]}]}|a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.",
        "{USER,'tools':[{'name':'n','input_schema':{'type':'object'},'defer_loading':true,'cache_control':{'type':'ephemeral'}}]}|Tools with defer_loading cannot use prompt caching: n",
        "{HEAD,'messages':[{'role':'tool','content':'x'}]}|messages.0.role: Input should be 'user' or 'assistant'",
        "{HEAD,'messages':[{'role':'user'}]}|messages.0.content: Field required",
        "{HEAD,'messages':[{'role':'user','content':''}]}|messages.0: all messages must have non-empty content",
        "{HEAD,'messages':[{'role':'user','content':[{'type':'text','text':''}]}]}|messages: text content blocks must be non-empty",
        "{HEAD,'messages':[{'role':'user','content':[{'type':'text','text':' '}]}]}|must contain non-whitespace text",
        "{HEAD,'messages':[{'role':'user','content':[{'type':'text'}]}]}|messages.0.content.0.text.text: Field required",
        "{HEAD,'messages':[{'role':'user','content':[{'type':'text','text':'x','y':1}]}]}|messages.0.content.0.text.y: Extra inputs are not permitted",
        "{HEAD,'messages':[{'role':'user','content':[{'type':'video'}]}]}|messages.0.content.0: Input tag 'video' found using 'type' does not match any of the expected tags: 'document', 'image',",
        "{HEAD,'messages':[{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/tiff','data':'AAAA'}}]}]}|messages.0.content.0.image.source.base64.media_type: Input should be 'image/jpeg' or",
        "{HEAD,'messages':[{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/jpeg','data':'iVBORw0KGgo='}}]}]}|messages.0.content.0.image.source.base64.data: The image was specified using the image/jpeg media type, but the image appears to be a image/png image",
        "{USER,'bogus':1}|bogus: Extra inputs are not permitted",
        "{USER,'temperature':1.5}|temperature: Input should be less than or equal to 1",
        "{USER,'temperature':'1'}|temperature: Input should be a valid number",
        "{USER,'stream':'yes'}|stream: Input should be a valid boolean",
        "{USER,'top_k':-1}|top_k: Input should be greater than or equal to 0",
        "{USER,'temperature':1,'top_p':1}|`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
        "{USER,'stop_sequences':[' ']}|stop_sequences: each stop sequence must contain non-whitespace",
        "{USER,'system':[{'type':'text','text':''}]}|system: text content blocks must be non-empty",
        "{USER,'thinking':{'type':'enabled','budget_tokens':3000}}|`max_tokens` must be greater than `thinking.budget_tokens`",
        "{USER,'output_config':{'effort':'xhigh'}}|does not support effort level 'xhigh'",
        "{USER,'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}}}|output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false",
        "{USER,'output_config':{'format':{'type':'json_object'}}}|output_config.format: Input tag 'json_object'",
        "{'model':'claude-sonnet-4-5','max_tokens':64001,'messages':[{'role':'user','content':'x'}]}|max_tokens: 64001 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-4-5",
        "{'model':'claude-opus-5','max_tokens':9,'temperature':0.5,'messages':[{'role':'user','content':'x'}]}|`temperature` is deprecated for this model.",
        "{HEAD,'messages':[{'role':'user','content':'x'},{'role':'assistant','content':'y'}]}|This model does not support assistant message prefill. The conversation must end with a user message.",
        "{'model':'claude-haiku-4-5','max_tokens':9,'messages':[{'role':'user','content':'x'},{'role':'assistant','content':'y '}]}|final assistant content cannot end with trailing whitespace",
        "{USER,'tool_choice':{'type':'auto'}}|`tool_choice` may only be specified while providing `tools`.",
        "{USER,TOOLS,'tool_choice':{'type':'tool','name':'m'}}|Tool 'm' not found in provided tools",
        "{USER,TOOLS,'tool_choice':{'type':'required'}}|tool_choice: Input tag 'required' found",
        "{USER,'tools':[{'name':'n'}]}|tools.0.input_schema: Field required",
        "{USER,'tools':[{'name':'n','input_schema':{}}]}|tools.0.custom.input_schema.type: Field required",
        "{USER,'tools':[{'name':'a b','input_schema':{'type':'object'}}]}|tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
        "{USER,'tools':[{'name':'n','strict':true,'input_schema':{'type':'object'}}]}|tools.0.custom: For 'object' type",
        "{USER,'tools':[{'name':'n','input_schema':{'type':'object'}},{'name':'n','input_schema':{'type':'object'}}]}|tools: Tool names must be unique.",
        "{HEAD,TOOLS,'messages':[CALLS,{'role':'user','content':[RESULT-A]}]}|messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: b. Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
        "{HEAD,TOOLS,'messages':[CALLS,{'role':'user','content':'x'}]}|immediately after: a, b.",
        "{HEAD,TOOLS,'messages':[CALLS,{'role':'user','content':[{'type':'text','text':'x'},RESULT-A,RESULT-B]}]}|immediately after: a, b.",
        "{HEAD,TOOLS,'messages':[CALLS]}|immediately after: a, b.",
        "{HEAD,TOOLS,'messages':[CALLS,{'role':'user','content':[RESULT-A,RESULT-B,RESULT-C]}]}|messages.2.content.2: unexpected `tool_use_id` found in `tool_result` blocks: c.",
        "{HEAD,TOOLS,'messages':[CALLS,{'role':'user','content':[RESULT-A,RESULT-A]}]}|messages.2.content.1: each tool_use must have a single result. Found multiple `tool_result` blocks with id: a",
        "{HEAD,TOOLS,'messages':[CALLS,{'role':'user','content':[RESULT-A,RESULT-B]},{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'n','input':{}}]},{'role':'user','content':[RESULT-A]}]}|messages.3.content.0: `tool_use` ids must be unique",
        "{HEAD,'messages':[CALLS,{'role':'user','content':[RESULT-A,RESULT-B]}]}|Requests which include `tool_use` or `tool_result` blocks must define tools",
        "{HEAD,TOOLS,'messages':[{'role':'user','content':'x'},{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'n','input':'{}'}]},{'role':'user','content':[RESULT-A]}]}|messages.1.content.0.tool_use.input: Input should be a valid dictionary",
        "{HEAD,TOOLS,'messages':[{'role':'user','content':'x'},{'role':'assistant','content':[{'type':'tool_use','id':'a.b','name':'n','input':{}}]},{'role':'user','content':[RESULT-A]}]}|messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
        "{HEAD,'messages':[{'role':'user','content':'x'},{'role':'assistant','content':[{'type':'thinking','thinking':'t'}]},{'role':'user','content':'x'}]}|messages.1.content.0.thinking.signature: Field required",
        "{HEAD,'messages':[{'role':'user','content':'x'},{'role':'assistant','content':[{'type':'thinking','thinking':'t','signature':'s'}]},{'role':'user','content':'x'}]}|messages.1.content.0: Invalid `signature` in `thinking` block",
        "{HEAD,'messages':[{'role':'user','content':[{'type':'text','text':'x','cache_control':{'type':'ephemeral','ttl':'2h'}}]}]}|messages.0.content.0.text.cache_control.ephemeral.ttl: Input should be '5m' or '1h'"
      })
  void aRequestIsRefused(String body, String message) throws IOException, InterruptedException {
    assertThat(ANTHROPIC.refusal(filled(body)))
        .startsWith("400 invalid_request_error: ")
        .contains(message);
  }

  @Test
  void headersAreChecked() throws IOException, InterruptedException {
    String body = "{" + USER + "}";
    String path = "/v1/messages";
    assertThat(Keyed.refusal(ANTHROPIC.send("POST", path, body)))
        .isEqualTo("401 authentication_error: x-api-key header is required");
    assertThat(Keyed.refusal(ANTHROPIC.send("POST", path, body, "x-api-key", "other")))
        .isEqualTo("401 authentication_error: invalid x-api-key");
    assertThat(Keyed.refusal(ANTHROPIC.send("POST", path, body, "x-api-key", "key")))
        .isEqualTo("400 invalid_request_error: anthropic-version: header is required");
    String[] wrong = {"x-api-key", "key", "anthropic-version", "2020-01-01"};
    assertThat(Keyed.refusal(ANTHROPIC.send("POST", path, body, wrong)))
        .isEqualTo(
            "400 invalid_request_error: anthropic-version: \"2020-01-01\" is not a valid version.");
  }

  @Test
  void otherPathsMethodsAndModelsAreNotFound() throws IOException, InterruptedException {
    String[] headers = {"x-api-key", "key", "anthropic-version", "2023-06-01"};
    assertThat(Keyed.refusal(ANTHROPIC.send("POST", "/v1/complete", "{}", headers)))
        .isEqualTo("404 not_found_error: Not Found");
    assertThat(ANTHROPIC.send("PUT", "/v1/messages", "{}", headers).statusCode()).isEqualTo(405);
    assertThat(
            ANTHROPIC.refusal(
                "{'model':'gpt-5.4','max_tokens':9,'messages':[{'role':'user','content':'x'}]}"))
        .isEqualTo("404 not_found_error: model: gpt-5.4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{USER,'temperature':0.5,'top_k':5,'metadata':{'user_id':'u'},'service_tier':'auto','stop_sequences':['z'],'system':[{'type':'text','text':'s'}]}",
        "{HEAD,'messages':[{'role':'user','content':'x'},{'role':'user','content':'y'},{'role':'assistant','content':'z'},{'role':'user','content':[{'type':'document','title':'t','source':{'type':'base64','media_type':'application/pdf','data':'AAAA'}},{'type':'document','source':{'type':'text','media_type':'text/plain','data':'x'}},{'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBORw0KGgo='}},{'type':'image','source':{'type':'url','url':'https://x'}}]}]}",
        "{'model':'claude-haiku-4-5-20251001','max_tokens':9,'messages':[{'role':'user','content':'x y'},{'role':'assistant','content':'x'}]}",
        "{HEAD,TOOLS,'messages':[CALLS,{'role':'user','content':[RESULT-B,RESULT-A,{'type':'text','text':'x'}]}]}",
        "{USER,'thinking':{'type':'disabled'},'output_config':{'effort':'max'},'temperature':null}"
      })
  void whatTheServiceTakesIsTaken(String body) throws IOException, InterruptedException {
    assertThat(ANTHROPIC.message(filled(body)).path("type").asText()).isEqualTo("message");
  }
}
