package dev.trefoil.emulators.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenAI refuses of Responses, and of chat completions for the sake of Responses. */
class ResponsesRefusalTest {

  private static final String FUNCTION =
      "{'type':'function','name':'f','strict':false,'parameters':{'type':'object','properties':{}}}";

  private static OpenAiEmulator emulator;

  @BeforeAll
  static void start() {
    emulator = OpenAiEmulator.start("openai", "k");
  }

  @AfterAll
  static void stop() {
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'max_output_tokens':15 | max_output_tokens | integer_below_min_value",
        "'a_field':1 | a_field | unknown_parameter",
        "'n':2 | n | unknown_parameter",
        "'stop':['x'] | stop | unknown_parameter",
        "'seed':1 | seed | unknown_parameter",
        "'top_p':0.5,'reasoning':{'effort':'low'} | top_p | unsupported_parameter",
        "'reasoning':{'effort':'minimal'} | reasoning.effort | unsupported_value",
        "'previous_response_id':'resp_1' | previous_response_id | previous_response_not_found",
        "'tool_choice':'required' | tool_choice | null",
        "'tools':[F],'tool_choice':{'type':'function','name':'g'} | tool_choice | null",
        "'tools':[{'type':'function','name':'f','parameters':{'type':'object','properties':{}}}] | tools[0].parameters | invalid_function_parameters",
        "'tools':[{'type':'function','function':{'name':'f'}}] | tools[0].function | unknown_parameter",
        "'tools':[{'type':'namespace','name':'n','tools':[F]}] | tools[0].description | missing_required_parameter",
        "'text':{'format':{'type':'json_object'}} | input | null",
        "'text':{'format':{'type':'json_schema','json_schema':{}}} | text.format.json_schema | unknown_parameter",
        "'prompt_cache_key':'ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss' | prompt_cache_key | string_above_max_length",
      })
  void aSettingThatTheServiceDoesNotTakeIsRefused(String member, String param, String code) {
    refused(
        "{'model':'gpt-6-sol','input':'hi'," + member.replace("F]", FUNCTION + "]") + "}",
        400,
        param,
        code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'function_call_output','call_id':'c','output':''} | input | null",
        "{'type':'function_call','call_id':'c','name':'f','arguments':'{}'} | input | null",
        "{'type':'function_call','call_id':'c','name':'f','arguments':'{}'},{'type':'custom_tool_call_output','call_id':'c','output':''} | input | null",
        "{'type':'message','role':'assistant','id':'item_1','content':'x'} | input[0].id | invalid_value",
        "{'type':'function_call','id':'call_1','call_id':'c','name':'f','arguments':'{}'} | input[0].id | invalid_value",
        "{'type':'reasoning','id':'msg_1','summary':[]} | input[0].id | invalid_value",
        "{'type':'function_call','call_id':'','name':'f','arguments':'{}'} | input[0].call_id | string_below_min_length",
        "{'type':'function_call','call_id':'LONG','name':'f','arguments':'{}'} | input[0].call_id | string_above_max_length",
        "{'type':'message','role':'assistant','id':'LONG','content':'x'} | input[0].id | string_above_max_length",
        "{'type':'function_call','call_id':'c','name':'a.b','arguments':'{}'} | input[0].name | invalid_value",
        "{'type':'reasoning','summary':[],'encrypted_content':'gAAAAforeign'} | null | invalid_encrypted_content",
        "{'type':'message','role':'user','content':[{'type':'text','text':'x'}]} | input[0].content[0].type | invalid_value",
        "{'type':'message','role':'user','content':[{'type':'input_image','image_url':'x'}]} | input[0].content[0].image_url | invalid_value",
        "{'role':'user','content':'x','extra':1} | input[0].extra | unknown_parameter",
      })
  void anItemThatTheServiceDoesNotTakeIsRefused(String item, String param, String code) {
    String items = item.replace("LONG", "msg_" + "x".repeat(61));
    refused("{'model':'gpt-6-sol','input':[" + items + "]}", 400, param, code);
  }

  @Test
  void nothingIsStored() {
    refused(
        "{'model':'gpt-6-sol','input':[{'type':'item_reference','id':'msg_1'}]}",
        404,
        "input",
        "null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-4.1"})
  void aModelThatDoesNotThinkIsNotAskedWhatItThought(String model) {
    refused(
        "{'model':'" + model + "','input':'hi','include':['reasoning.encrypted_content']}",
        400,
        "include",
        "null");
    refused(
        "{'model':'" + model + "','input':'hi','reasoning':{'effort':'low'}}",
        400,
        "reasoning.effort",
        "unsupported_parameter");
  }

  @Test
  void reasoningIsTakenBackAsItCameAndNotOtherwise() {
    Post post = new Post(emulator.endpoint());
    JsonNode item =
        Json.node(
                post.send(
                        "/responses",
                        "{'model':'gpt-6-sol','input':'hi','reasoning':{'effort':'low'},'include':['reasoning.encrypted_content']}")
                    .body())
            .at("/output/0");
    String body = "{'model':'gpt-6-sol','input':[ITEM,{'role':'user','content':'on'}]}";
    String whole = item.toString();
    String withoutId = whole.replaceFirst("\"id\":\"[^\"]*\",", "");
    assertThat(post.send("/responses", body.replace("ITEM", whole)).statusCode()).isEqualTo(200);
    assertThat(post.send("/responses", body.replace("ITEM", withoutId)).statusCode())
        .isEqualTo(200);
    String made = whole.replace(item.path("id").asText(), "rs_made_up");
    refused(body.replace("ITEM", made), 400, "null", "invalid_encrypted_content");
    try (OpenAiEmulator other = OpenAiEmulator.start("other", "k")) {
      assertThat(
              new Post(other.endpoint())
                  .send("/responses", body.replace("ITEM", whole))
                  .statusCode())
          .isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5.4, , 400",
    "gpt-5.6-terra, , 400",
    "gpt-6-sol, medium, 400",
    "gpt-6-sol, none, 200",
    "gpt-5.2, , 200",
    "gpt-4.1, , 200",
    "a-deployment, , 200"
  })
  void chatCompletionsTakeToolsOfLaterModelsOnlyIfTheyDoNotThink(
      String model, String effort, int status) {
    String tool =
        "{'type':'function','function':{'name':'f','parameters':{'type':'object','properties':{}}}}";
    String said = effort == null ? "" : ",'reasoning_effort':'" + effort + "'";
    HttpResponse<String> answer =
        new Post(emulator.endpoint())
            .send(
                "/chat/completions",
                "{'model':'"
                    + model
                    + "','messages':[{'role':'user','content':'hi'}],'tools':["
                    + tool
                    + "]"
                    + said
                    + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    if (status == 400) {
      assertThat(Json.node(answer.body()).at("/error/param").asText())
          .isEqualTo("reasoning_effort");
    }
  }

  private static void refused(String body, int status, String param, String code) {
    HttpResponse<String> answer = new Post(emulator.endpoint()).send("/responses", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode error = Json.node(answer.body()).path("error");
    assertThat(error.path("param").asText()).as(answer.body()).isEqualTo(param);
    assertThat(error.path("code").asText()).as(answer.body()).isEqualTo(code);
  }
}
