package dev.trefoil.emulators.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.identity.BearerVerifier;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Azure OpenAI refuses, in its words; and what its streams look like in full. */
class AzureRefusalTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String USER = "'messages':[{'role':'user','content':'hi there'}]";
  private static final AzureOpenAiEmulator EMULATOR =
      AzureOpenAiEmulator.start("azure", BearerVerifier.accepting("t", "p"));

  @AfterAll
  static void close() {
    EMULATOR.close();
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(EMULATOR.endpoint().resolve(path))
            .header("authorization", "Bearer t")
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return send("POST", "/openai/v1/chat/completions", body.replace("USER", USER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'model':'m'}|messages|missing_required_parameter",
        "{USER}|model|missing_required_parameter",
        "{'model':'m','messages':[]}|messages|empty_array",
        "{'model':'m','messages':'x'}|messages|invalid_type",
        "{'model':7,USER}|model|invalid_type",
        "{'model':'m',USER,'bogus':1}|bogus|unknown_parameter",
        "{'model':'m','messages':[{'role':'king','content':'x'}]}|messages[0].role|invalid_value",
        "{'model':'m','messages':[{'content':'x'}]}|messages[0].role|missing_required_parameter",
        "{'model':'m','messages':[{'role':'user'}]}|messages[0].content|missing_required_parameter",
        "{'model':'m','messages':[{'role':'user','content':'x','extra':1}]}|messages[0].extra|unknown_parameter",
        "{'model':'m','messages':[{'role':'user','content':[{'type':'text','text':'x','y':1}]}]}|messages[0].content[0].y|unknown_parameter",
        "{'model':'m','messages':[{'role':'user','content':[{'type':'video'}]}]}|messages[0].content[0].type|invalid_value",
        "{'model':'m','messages':[{'role':'assistant','content':null}]}|messages.[0].content|null",
        "{'model':'m','messages':[{'role':'tool','tool_call_id':'a','content':'x'}]}|messages.[0].role|null",
        "{'model':'m','messages':[{'role':'assistant','tool_calls':[{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}}]},{'role':'user','content':'x'}]}|messages.[1].role|null",
        "{'model':'m',USER,'temperature':2.5}|temperature|decimal_above_max_value",
        "{'model':'m',USER,'temperature':'1'}|temperature|invalid_type",
        "{'model':'m',USER,'top_p':-1}|top_p|integer_below_min_value",
        "{'model':'m',USER,'n':0}|n|integer_below_min_value",
        "{'model':'m',USER,'max_completion_tokens':0}|max_completion_tokens|integer_below_min_value",
        "{'model':'m',USER,'max_tokens':1,'max_completion_tokens':1}|max_tokens|invalid_parameter_combination",
        "{'model':'m',USER,'stop':['a','b','c','d','e']}|stop|array_above_max_length",
        "{'model':'m',USER,'stream_options':{'include_usage':true}}|stream_options|null",
        "{'model':'m',USER,'stream':true,'stream_options':{'x':1}}|stream_options.x|unknown_parameter",
        "{'model':'m',USER,'response_format':{'type':'yaml'}}|response_format.type|invalid_value",
        "{'model':'m',USER,'top_logprobs':2}|top_logprobs|null",
        "{'model':'m',USER,'metadata':{'a':'b'}}|metadata|null",
        "{'model':'m',USER,'response_format':{'type':'json_object'}}|messages|null",
        "{'model':'m',USER,'response_format':{'type':'json_schema','json_schema':{'name':'s','schema':{},'strict':true}}}|response_format|null",
        "{'model':'m',USER,'response_format':{'type':'json_schema','json_schema':{'name':'s','schema':{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':false},'strict':true}}}|response_format|null",
        "{'model':'m',USER,'logit_bias':{'50256':101}}|logit_bias.50256|integer_above_max_value",
        "{'model':'m',USER,'presence_penalty':-2.5}|presence_penalty|decimal_below_min_value",
        "{'model':'m',USER,'n':129}|n|integer_above_max_value",
        "{'model':'m',USER,'logprobs':true,'top_logprobs':21}|top_logprobs|integer_above_max_value",
        "{'model':'m',USER,'seed':1e30}|seed|invalid_type",
        "{'model':'m',USER,'reasoning_effort':'huge'}|reasoning_effort|invalid_value",
        "{'model':'m',USER,'service_tier':'fast'}|service_tier|invalid_value",
        "{'model':'m',USER,'parallel_tool_calls':true}|parallel_tool_calls|null",
        "{'model':'m',USER,'tool_choice':'auto'}|tool_choice|null",
        "{'model':'m',USER,'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':{'type':'function','function':{'name':'g'}}}|tool_choice|null",
        "{'model':'m',USER,'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'string'}}}]}|tools[0].function.parameters|invalid_function_parameters",
        "{'model':'m',USER,'tools':[{'type':'function','function':{'name':'f','strict':true,'parameters':{'type':'object','properties':{}}}}]}|tools[0].function.parameters|invalid_function_parameters",
        "{'model':'m','messages':[{'role':'assistant','tool_calls':[{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'b','content':'x'}]}|messages.[1].tool_call_id|null",
        "{'model':'m','messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'nonsense'}}]}]}|messages[0].content[0].image_url.url|invalid_value",
        "{'model':'m','messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/bmp;base64,AAAA'}}]}]}|null|invalid_image_format",
        "{'model':'m','messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,???'}}]}]}|null|invalid_base64",
        "{'model':'m','messages':[{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'???','format':'wav'}}]}]}|messages[0].content[0].input_audio.data|invalid_value",
        "{'model':'m','messages':[{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'AAAA','format':'ogg'}}]}]}|messages[0].content[0].input_audio.format|invalid_value",
        "{'model':'m','messages':[{'role':'user','content':[{'type':'file','file':{}}]}]}|messages[0].content[0].file.file_id|missing_required_parameter",
        "{'model':'m','messages':[{'role':'user','content':[{'type':'file','file':{'file_data':'AAAA','filename':'a.pdf'}}]}]}|messages[0].content[0].file.file_data|invalid_value",
        "{'model':'gpt-5-mini',USER,'max_tokens':5}|max_tokens|unsupported_parameter",
        "{'model':'o4-mini',USER,'max_tokens':5}|max_tokens|unsupported_parameter",
        "{'model':'gpt-5.4',USER,'max_tokens':5}|max_tokens|unsupported_parameter",
        "{'model':'gpt-4o',USER,'max_tokens':16385}|max_tokens|null",
        "{'model':'gpt-5.4',USER,'max_completion_tokens':128001}|max_completion_tokens|null",
        "{'model':'gpt-5',USER,'temperature':0.5}|temperature|unsupported_value",
        "{'model':'gpt-5-mini',USER,'top_p':0.5}|top_p|unsupported_parameter",
        "{'model':'gpt-5-mini',USER,'reasoning_effort':'none'}|reasoning_effort|unsupported_value",
        "{'model':'gpt-5.4',USER,'reasoning_effort':'low','temperature':0.5}|temperature|unsupported_parameter",
        "{'model':'gpt-4o',USER,'reasoning_effort':'low'}|reasoning_effort|unsupported_parameter",
        "{'model':'m',USER,'tools':[{'type':'function','function':{'name':'a b'}}]}|tools[0].function.name|invalid_value",
        "{'model':'m',USER|null|null",
        "[]|''|invalid_type"
      })
  void aRequestIsRefused(String body, String param, String code)
      throws IOException, InterruptedException {
    HttpResponse<String> response = post(body);
    JsonNode error = Json.node(response.body()).path("error");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("param").asText()).isEqualTo(param.replace("''", ""));
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("message").asText()).isNotBlank();
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws IOException, InterruptedException {
    assertThat(send("POST", "/openai/v1/completions", "{}").statusCode()).isEqualTo(404);
    assertThat(send("PUT", "/openai/v1/chat/completions", "{}").statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'model':'m',USER,'temperature':2,'top_p':0.5,'stop':'x','user':'u','seed':1,'n':2,'max_completion_tokens':9}",
        "{'model':'m',USER,'temperature':null,'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object','properties':{},'required':[],'additionalProperties':false},'strict':true}}],'parallel_tool_calls':false,'tool_choice':{'type':'function','function':{'name':'f'}}}",
        "{'model':'m',USER,'response_format':{'type':'json_schema','json_schema':{'name':'s','schema':{'type':'object','properties':{'a':{'type':'object','properties':{},'additionalProperties':false}},'required':['a'],'additionalProperties':false},'strict':true}},'reasoning_effort':'low','metadata':{'a':'b'},'store':true}",
        "{'model':'gpt-5.4',USER,'temperature':0.5,'logprobs':true,'top_logprobs':20,'logit_bias':null,'presence_penalty':-2,'frequency_penalty':2}",
        "{'model':'gpt-5-chat-latest',USER,'max_tokens':5,'temperature':0.5}",
        "{'model':'gpt-5-mini',USER,'temperature':1,'max_completion_tokens':5,'reasoning_effort':'minimal','verbosity':'low','prediction':null}",
        "{'model':'m',USER,'seed':9007199254740993,'service_tier':'flex','safety_identifier':'s','prompt_cache_key':'k','prompt_cache_retention':'24h','prediction':{'type':'content','content':'x'},'logit_bias':{'50256':-100}}",
        "{'model':'m','messages':[{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'AAAA','format':'wav'}},{'type':'file','file':{'file_data':'data:application/pdf;base64,AAAA','filename':'a.pdf'}},{'type':'file','file':{'file_id':'f'}},{'type':'image_url','image_url':{'url':'https://example.com/a.png'}}]}]}",
        "{'model':'m','messages':[{'role':'developer','content':[{'type':'text','text':'x'}]},{'role':'user','content':[{'type':'text','text':'x'},{'type':'image_url','image_url':{'url':'data:image/png;base64,AA','detail':'low'}}]},{'role':'assistant','content':null,'tool_calls':[{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'a','content':'r'}]}"
      })
  void whatTheServiceTakesIsTaken(String body) throws IOException, InterruptedException {
    assertThat(post(body).statusCode()).isEqualTo(200);
  }

  @Test
  void aStreamBeginsWithoutChoicesAndEndsWithUsageAndDone()
      throws IOException, InterruptedException {
    String body =
        post("{'model':'gpt-5.4',USER,'stream':true,'stream_options':{'include_usage':true}}")
            .body();
    String[] data = body.split("\n\n");
    JsonNode first = Json.node(data[0].substring(6));
    assertThat(first.path("choices")).isEmpty();
    assertThat(first.path("prompt_filter_results")).isNotEmpty();
    JsonNode role = Json.node(data[1].substring(6));
    assertThat(role.at("/choices/0/delta/role").asText()).isEqualTo("assistant");
    assertThat(role.path("usage").isNull()).isTrue();
    assertThat(Json.node(data[4].substring(6)).at("/choices/0/finish_reason").asText())
        .isEqualTo("stop");
    JsonNode usage = Json.node(data[5].substring(6));
    assertThat(usage.path("choices")).isEmpty();
    assertThat(usage.at("/usage/prompt_tokens").asInt()).isEqualTo(2);
    assertThat(usage.at("/usage/completion_tokens").asInt()).isEqualTo(2);
    assertThat(data[6]).isEqualTo("data: [DONE]");
    assertThat(data).hasSize(7);
  }

  @Test
  void aStreamTellsNoUsageUnasked() throws IOException, InterruptedException {
    assertThat(post("{'model':'gpt-5.4',USER,'stream':true}").body())
        .doesNotContain("usage")
        .endsWith("data: [DONE]\n\n");
  }
}
