package dev.trefoil.door.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.Problem;
import dev.trefoil.routing.RoutingPreferences;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponsesParserTest {
  private static final String EXEC =
      "{'type':'custom','name':'exec','description':'Runs.','format':{'type':'grammar','syntax':'lark','definition':'start:"
          + " /.+/'}}";

  // ---- what is said

  @Test
  void aTextIsTheUsers() throws Problem {
    assertThat(messages("'hi'")).containsExactly(Message.of(Role.USER, "hi"));
  }

  @Test
  void instructionsStandFirstAndADevelopersMessageWhereItStands() throws Problem {
    ChatRequest request =
        read(
            "{'model':'m','instructions':'Be brief.','input':[{'role':'user','content':'hi'},"
                + "{'role':'developer','content':[{'type':'input_text','text':'In verse.'}]},"
                + "{'type':'message','role':'user','content':[]}]}");

    assertThat(request.messages())
        .containsExactly(
            Message.of(Role.SYSTEM, "Be brief."),
            Message.of(Role.USER, "hi"),
            Message.of(Role.SYSTEM, "In verse."),
            Message.of(Role.USER, ""));
  }

  @Test
  void imagesFilesAndMarksOfWhatComesAgain() throws Problem {
    List<Message> messages =
        messages(
            "[{'role':'user','content':[{'type':'input_image','image_url':'data:image/png;base64,AAAA',"
                + "'detail':'original','prompt_cache_breakpoint':{'mode':'explicit'}},"
                + "{'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,AAAA'},"
                + "{'type':'input_file','file_url':'https://example.com/a.pdf'}]}]");

    List<Part> parts = messages.getFirst().parts();
    assertThat(parts).hasSize(4);
    assertThat(((Part.Image) parts.get(0)).detail()).contains("high");
    assertThat(parts.get(1)).isEqualTo(new Part.CacheBreakpoint(Optional.empty()));
    assertThat(((Part.File) parts.get(2)).name()).contains("a.pdf");
    assertThat(parts.get(3)).isInstanceOf(Part.File.class);
  }

  @Test
  void whatTheAssistantDoesUntilAnotherSpeaksIsOneMessage() throws Problem {
    Signature mark = new Signature(Signature.ANTHROPIC, "sig");
    Signature call = new Signature(Signature.GOOGLE, "mark");
    List<Message> messages =
        messages(
            "[{'role':'user','content':'hi'},"
                + "{'type':'reasoning','id':'rs_1','summary':[],'encrypted_content':'%s'},"
                    .formatted(
                        new EncryptedContent(
                                EncryptedContent.Kind.THOUGHT, Optional.of(mark), "Hm.")
                            .encode())
                + "{'type':'message','id':'msg_1','status':'completed','role':'assistant','content':[{'type':'output_text','text':'I"
                + " look.','annotations':[],'logprobs':[]}]},"
                + "{'type':'reasoning','id':'rs_2','summary':[],'encrypted_content':'%s'},"
                    .formatted(
                        new EncryptedContent(EncryptedContent.Kind.CALL, Optional.of(call), "")
                            .encode())
                + "{'type':'function_call','id':'fc_1','call_id':'c1','name':'f','arguments':'{}'},"
                + "{'type':'custom_tool_call','id':'ctc_1','call_id':'c2','namespace':'ns','name':'g',"
                + "'input':'a\\\"b'},"
                + "{'type':'function_call_output','call_id':'c1','output':'done'},"
                + "{'type':'custom_tool_call_output','call_id':'c2',"
                + "'output':[{'type':'input_text','text':'seen'}]}]");

    assertThat(messages)
        .containsExactly(
            Message.of(Role.USER, "hi"),
            new Message(
                Role.ASSISTANT,
                List.of(
                    new Part.Reasoning("Hm.", Optional.of(mark)),
                    new Part.Text("I look."),
                    new Part.ToolCall("c1", "f", "{}", Optional.of(call)),
                    new Part.ToolCall("c2", "ns__g", "{\"input\":\"a\\\"b\"}", Optional.empty()))),
            result("c1", "done", false),
            result("c2", "seen", false));
  }

  @Test
  void anotherPhaseIsAnotherMessage() throws Problem {
    List<Message> messages =
        messages(
            "[{'role':'user','content':'hi'},{'role':'assistant','phase':'commentary','content':'On"
                + " it.'},{'role':'assistant','phase':'commentary','content':'Still.'},"
                + "{'role':'assistant','phase':'final_answer','content':'Done.'}]");

    assertThat(messages.subList(1, 3))
        .containsExactly(
            new Message(
                Role.ASSISTANT,
                List.of(new Part.Text("On it."), new Part.Text("Still.")),
                Optional.of("commentary")),
            new Message(
                Role.ASSISTANT, List.of(new Part.Text("Done.")), Optional.of("final_answer")));
  }

  @Test
  void idsThatRepeatResultsThatAreMissingOrLateAndArgumentsThatAreCutAreNoTrap() throws Problem {
    List<Message> messages =
        messages(
            "[{'role':'user','content':'hi'},"
                + "{'type':'function_call','call_id':'0','name':'f','arguments':'{\\\"a'},"
                + "{'type':'function_call','call_id':'1','name':'g','arguments':''},"
                + "{'type':'function_call_output','call_id':'0','output':''},"
                + "{'role':'user','content':'well?'},"
                + "{'type':'function_call_output','call_id':'1','output':'late'},"
                + "{'type':'function_call','call_id':'0','name':'f','arguments':'{}'},"
                + "{'role':'user','content':'go on'}]");

    assertThat(messages).hasSize(8);
    assertThat(messages.get(2)).isEqualTo(result("0", "", false));
    assertThat(messages.get(3)).isEqualTo(result("1", "late", false));
    Part.ToolCall again = (Part.ToolCall) messages.get(5).parts().getFirst();
    assertThat(again.id()).isNotEqualTo("0");
    assertThat(messages.get(6)).isEqualTo(result(again.id(), "The tool gave no result.", true));
  }

  @Test
  void anothersEncryptedReasoningIsLeftOutAndItsSummaryIsKept() throws Problem {
    List<Message> messages =
        messages(
            "[{'role':'user','content':'hi'},"
                + "{'type':'reasoning','id':'rs_1','summary':[],'encrypted_content':'gAAAAABo'},"
                + "{'type':'reasoning','summary':[{'type':'summary_text','text':'Short.'}]},"
                + "{'role':'assistant','content':'Yes.'}]");

    assertThat(messages.get(1).parts())
        .containsExactly(
            new Part.Reasoning("", List.of("Short."), Optional.empty()), new Part.Text("Yes."));
  }

  @Test
  void itemsThatHaveNoWordHereAreKeptForAServiceThatKnowsThem() throws Problem {
    List<Message> messages =
        messages(
            "[{'role':'user','content':'hi'},{'type':'web_search_call','id':'ws_1','status':'completed',"
                + "'action':{'type':'search'}},{'role':'assistant','content':'Yes.'},"
                + "{'type':'compaction_trigger'}]");

    Part.NativePart search = (Part.NativePart) messages.get(1).parts().getFirst();
    assertThat(search.value().protocol()).isEqualTo(Native.OPENAI_RESPONSES);
    assertThat(search.value().member()).isEqualTo(Native.ITEM);
    assertThat(search.value().json()).contains("\"id\":\"ws_1\"", "\"action\"");
    assertThat(messages.get(2).role()).isEqualTo(Role.USER);
  }

  // ---- tools

  @Test
  void toolsAreFlatCustomInGroupsAndAddedByItems() throws Problem {
    ChatRequest request =
        read(
            "{'model':'m','tools':[{'type':'function','name':'f','strict':true,"
                + "'parameters':{'type':'object'},'defer_loading':true},"
                + "{'type':'web_search','external_web_access':false}],"
                + "'tool_choice':{'type':'allowed_tools','mode':'required','tools':["
                + "{'type':'custom','name':'exec'},{'type':'web_search'}]},"
                + "'input':[{'type':'additional_tools','role':'developer','tools':[{'type':'namespace',"
                + "'name':'fs','description':'Files.','tools':["
                + EXEC
                + "]}]},{'role':'user','content':'hi'}]}");

    assertThat(request.messages()).hasSize(1);
    assertThat(request.tools()).hasSize(2);
    Tool f = request.tools().getFirst();
    assertThat(f.strict()).isTrue();
    assertThat(f.natives())
        .containsExactly(new Native(Native.OPENAI_RESPONSES, "", "defer_loading", "true"));
    Tool exec = request.tools().get(1);
    assertThat(exec.name()).isEqualTo("fs__exec");
    assertThat(exec.nameInNamespace()).isEqualTo("exec");
    assertThat(exec.namespace()).contains(new Tool.Namespace("fs", "Files."));
    assertThat(exec.freeText().orElseThrow().format().orElseThrow()).contains("\"lark\"");
    assertThat(request.natives())
        .containsExactly(
            new Native(
                Native.OPENAI_RESPONSES,
                "",
                "tools.web_search",
                "{\"type\":\"web_search\",\"external_web_access\":false}"));
    assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Allowed(true, List.of("fs__exec")));
  }

  // ---- settings

  @Test
  void settingsFormsAndWhatGoesToOthersAsItIs() throws Problem {
    ResponsesCall call =
        call(
            "{'model':'m','input':'hi','max_output_tokens':20,'max_tool_calls':3,'top_logprobs':2,"
                + "'include':['reasoning.encrypted_content','message.output_text.logprobs',"
                + "'file_search_call.results'],'reasoning':{'effort':'high','summary':'auto',"
                + "'context':'all_turns'},'text':{'verbosity':'low','format':{'type':'json_schema',"
                + "'name':'n','schema':{'type':'object'},'strict':true}},'prompt_cache_key':'k',"
                + "'safety_identifier':'s','user':'u@example.com','service_tier':'fast','store':true,"
                + "'stream':true,'stream_options':{'include_obfuscation':true},'client_metadata':{},"
                + "'metadata':{'a':'b'}}");

    ChatRequest request = call.request();
    assertThat(request.settings().maxTokens()).hasValue(20);
    assertThat(request.settings().topLogprobs()).hasValue(2);
    assertThat(request.settings().reasoningEffort()).contains("high");
    assertThat(request.settings().reasoningSummary()).contains("auto");
    assertThat(request.settings().serviceTier()).contains("priority");
    assertThat(request.settings().user().orElseThrow()).startsWith("user_");
    assertThat(request.format())
        .isEqualTo(new ResponseFormat.JsonSchema("n", "", "{\"type\":\"object\"}", true));
    assertThat(request.extras())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "verbosity", "\"low\"",
                "prompt_cache_key", "\"k\"",
                "safety_identifier", "\"s\""));
    assertThat(request.natives().stream().map(Native::member))
        .containsExactlyInAnyOrder(
            "max_tool_calls", "reasoning.context", "include.file_search_call.results");
    assertThat(call.encrypted()).isTrue();
    assertThat(call.obfuscate()).isTrue();
    assertThat(call.store()).as("nothing is kept here").isFalse();
    assertThat(call.dropped()).containsExactly("client_metadata");
  }

  // ---- what is refused

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'conversation':'conv_1'|conversation",
        "'prompt':{'id':'p'}|prompt",
        "'moderation':{}|moderation",
        "'context_management':[]|context_management",
        "'truncation':'auto'|truncation",
        "'reasoning':{'mode':'pro'}|reasoning.mode",
        "'previous_response_id':'resp_1'|previous_response_id",
        "'tools':[{'type':'shell'}]|tools[0].type",
        "'tools':[{'type':'apply_patch'}]|tools[0].type",
        "'tools':[{'type':'computer'}]|tools[0].type",
        "'tools':[{'type':'unheard_of'}]|tools[0].type",
        "'tools':[{'type':'web_search'}],'tool_choice':{'type':'web_search'}|tool_choice.type",
        "'tool_choice':{'type':'function','name':'f'}|tool_choice.name",
        "'tool_choice':'required'|tool_choice",
        "'include':['x y']|include[0]",
        "'metadata':{'a':1}|metadata.a",
        "'prompt_cache_key':7|prompt_cache_key",
        "'text':{'format':{'type':'xml'}}|text.format.type",
        "'input':[]|input",
        "'input':7|input",
        "'input':[{'role':'robot','content':'x'}]|input[0].role",
        "'input':[{'type':'unheard_of'}]|input[0].type",
        "'input':[{'type':'shell_call'}]|input[0].type",
        "'input':[{'id':'msg_1'}]|input[0].id",
        "'input':[{'type':'item_reference','id':'msg_1'}]|input[0].id",
        "'input':[{'role':'user','content':[{'type':'input_image','file_id':'f'}]}]|input[0].content[0].file_id",
        "'input':[{'type':'function_call_output','call_id':'x','output':'y'}]|input[0].call_id"
      })
  void whatCannotBeDoneIsNamed(String members, String param) {
    String input = members.contains("'input'") ? "" : "'input':'hi',";
    Problem problem =
        catchThrowableOfType(Problem.class, () -> call("{'model':'m'," + input + members + "}"));

    assertThat(problem).isNotNull();
    assertThat(problem.status()).isIn(400, 404);
    assertThat(problem.param()).contains(param);
  }

  // ---- what is kept

  @Test
  void whatIsKeptStandsBeforeTheInputAndReferencesAreFollowed() throws Problem {
    String call = "{'id':'fc_1','type':'function_call','call_id':'c','name':'f','arguments':'{}'}";
    KeptResponses kept =
        new Kept(
            new KeptResponses.Begun(
                "k".repeat(32),
                List.of(json("{'id':'in_1','type':'message','role':'user','content':'hi'}")),
                Map.of("fc_1", json(call))));
    ResponsesCall read =
        new ResponsesParser(kept)
            .create(
                bytes(
                    "{'model':'m','previous_response_id':'resp_0','input':[{'id':'fc_1'},"
                        + "{'type':'function_call_output','call_id':'c','output':'7'}]}"),
                info());

    assertThat(read.store()).isTrue();
    assertThat(read.ids().response()).isEqualTo("resp_" + "k".repeat(32));
    assertThat(read.request().messages())
        .containsExactly(
            Message.of(Role.USER, "hi"),
            new Message(
                Role.ASSISTANT, List.of(new Part.ToolCall("c", "f", "{}", Optional.empty()))),
            result("c", "7", false));
    List<String> items = InputItems.kept(read.input(), read.ids());
    assertThat(items.getFirst()).isEqualTo(json("{'type':'item_reference','id':'fc_1'}"));
    assertThat(items.get(1)).startsWith("{\"id\":\"in_" + "k".repeat(32) + "0001\"");
  }

  /** What a store would give; nothing is kept. */
  private record Kept(KeptResponses.Begun begun) implements KeptResponses {
    @Override
    public boolean keeps() {
      return true;
    }

    @Override
    public Begun begin(CallInfo info, Optional<String> previous, List<String> references) {
      assertThat(previous).contains("resp_0");
      assertThat(references).containsExactly("fc_1");
      return begun;
    }

    @Override
    public String another(String key) {
      throw new AssertionError("nothing is answered");
    }

    @Override
    public boolean keep(CallInfo info, KeptResponse response) {
      throw new AssertionError("nothing is answered");
    }

    @Override
    public Optional<KeptResponse> find(CallInfo info, String id) {
      throw new AssertionError("nothing is asked for");
    }

    @Override
    public boolean delete(CallInfo info, String id) {
      throw new AssertionError("nothing is deleted");
    }
  }

  private static Message result(String id, String text, boolean failed) {
    return new Message(
        Role.TOOL,
        new ArrayList<>(List.of(new Part.ToolResult(id, List.of(new Part.Text(text)), failed))));
  }

  private static List<Message> messages(String input) throws Problem {
    return read("{'model':'m','input':" + input + "}").messages();
  }

  private static ChatRequest read(String body) throws Problem {
    return call(body).request();
  }

  private static ResponsesCall call(String body) throws Problem {
    return new ResponsesParser(KeptResponses.NONE).create(bytes(body), info());
  }

  private static CallInfo info() {
    return new CallInfo(
        "test",
        Caller.ANONYMOUS,
        Deadline.after(Duration.ofSeconds(30)),
        RoutingPreferences.NONE,
        Optional.empty());
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static byte[] bytes(String text) {
    return json(text).getBytes(StandardCharsets.UTF_8);
  }
}
