package dev.trefoil.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.Logprobs;
import dev.trefoil.chat.ChatEvent.NativeDelta;
import dev.trefoil.chat.ChatEvent.PhaseStarted;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.ReasoningRedacted;
import dev.trefoil.chat.ChatEvent.ReasoningSigned;
import dev.trefoil.chat.ChatEvent.ReasoningSummaryDelta;
import dev.trefoil.chat.ChatEvent.RefusalDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.StopDetail;
import dev.trefoil.chat.Usage;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.responses.KeptResponse;
import dev.trefoil.door.responses.KeptResponses;
import dev.trefoil.door.responses.ResponsesEndpoint;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.TestGateway;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.RecordedResponse;
import dev.trefoil.pairs.ResponseEvents;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RequestRules;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RoutingPreferences;
import dev.trefoil.routing.RoutingTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door of Responses makes of what a model says. */
class ResponsesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ChoiceFinished STOP = new ChoiceFinished(0, FinishReason.STOP);
  private static final Finished END = new Finished(new Usage(9, 5, 4, 1, 2));
  private static final Signature SIGNED = new Signature(Signature.ANTHROPIC, "sig");
  private static final Signature MARK = new Signature(Signature.GOOGLE, "mark");

  private static final ScriptedModel TALKATIVE =
      ScriptedModel.answering(
          new ReasoningSummaryDelta(0, 0, "Short"),
          new ReasoningSummaryDelta(0, 0, "ly."),
          new ReasoningSummaryDelta(0, 1, "Then."),
          new ReasoningDelta(0, "hm"),
          new ReasoningSigned(0, SIGNED),
          new ReasoningRedacted(0, new Signature(Signature.ANTHROPIC, "data")),
          new PhaseStarted(0, "commentary"),
          new TextDelta("I "),
          new TextDelta("look."),
          new ToolCallStarted(0, 0, "c1", "f", Optional.of(MARK)),
          new ToolArgumentsDelta(0, 0, "{\"a\""),
          new ToolArgumentsDelta(0, 0, ":1}"),
          new ToolCallStarted(0, 1, "c2", "fs__exec", Optional.empty()),
          new ToolArgumentsDelta(0, 1, "{\"input\":\"ls"),
          new ToolArgumentsDelta(0, 1, "\\n\\\"x\\\"\"}"),
          new ToolCallStarted(0, 2, "c3", "g", Optional.empty()),
          new ChoiceFinished(0, FinishReason.TOOL_CALLS),
          END);

  private static final String TOOLS =
      "'tools':[{'type':'function','name':'f'},{'type':'function','name':'g'},{'type':'namespace',"
          + "'name':'fs','tools':[{'type':'custom','name':'exec'}]}],"
          + "'include':['reasoning.encrypted_content']";

  private final RecordedResponse response = new RecordedResponse();

  @Test
  void aPlainResponseHasAllMembersThatClientsReadByName() throws IOException {
    post("{'model':'chat','input':'hi','instructions':'Be brief.','metadata':{'a':'b'}}", saying());

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("x-trefoil-provider")).isEqualTo("a");
    JsonNode body = JSON.readTree(response.body());
    String id = body.path("id").asText();
    assertThat(id).matches("resp_[a-z0-9]{32}");
    assertThat(body.path("created_at").asLong()).isPositive();
    String item = body.at("/output/0/id").asText();
    assertThat(item).isEqualTo("msg_" + id.substring(5) + "0000");
    assertThat(
            response
                .body()
                .replace(item, "msg_1")
                .replace(id, "resp_1")
                .replaceAll("\"created_at\":\\d+", "\"created_at\":1"))
        .isEqualTo(
            json(
                "{'id':'resp_1','object':'response','created_at':1,'status':'completed','error':null,"
                    + "'incomplete_details':null,'model':'one','output':[{'id':'msg_1','type':'message',"
                    + "'status':'completed','role':'assistant','content':[{'type':'output_text','text':'Good"
                    + " d\u00e4y','annotations':[],'logprobs':[]}]}],'background':false,'instructions':'Be"
                    + " brief.','max_output_tokens':null,'max_tool_calls':null,"
                    + "'metadata':{'a':'b'},'parallel_tool_calls':true,'previous_response_id':null,"
                    + "'prompt_cache_key':null,'reasoning':{'effort':null,'summary':null},"
                    + "'safety_identifier':null,'temperature':null,'text':{'format':{'type':'text'}},"
                    + "'tool_choice':'auto','tools':[],'top_logprobs':null,'top_p':null,"
                    + "'truncation':'disabled','user':null,'service_tier':null,'store':false,"
                    + "'usage':{'input_tokens':9,'input_tokens_details':{'cached_tokens':4,"
                    + "'cache_write_tokens':1},'output_tokens':5,'output_tokens_details':"
                    + "{'reasoning_tokens':2},'total_tokens':14}}"));
  }

  @Test
  void aStreamTellsOfEachStepInItsPlace() throws IOException {
    post("{'model':'chat','stream':true,'input':'hi'," + TOOLS + "}", TALKATIVE);

    ResponseEvents events = ResponseEvents.read(response.body());
    assertThat(events.types())
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.content_part.added",
            "response.reasoning_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.reasoning_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.output_item.done",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.output_item.done",
            "response.output_item.added",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.custom_tool_call_input.delta",
            "response.custom_tool_call_input.delta",
            "response.custom_tool_call_input.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "response.output_item.done",
            "response.completed");
    JsonNode output = events.response().path("output");
    assertThat(output).hasSize(7);
    assertThat(output.get(2).path("phase").asText()).isEqualTo("commentary");
    assertThat(output.at("/4/name").asText()).isEqualTo("f");
    assertThat(output.at("/5/type").asText()).isEqualTo("custom_tool_call");
    assertThat(output.at("/5/name").asText()).isEqualTo("exec");
    assertThat(output.at("/5/namespace").asText()).isEqualTo("fs");
    assertThat(output.at("/5/input").asText()).isEqualTo("ls\n\"x\"");
    assertThat(output.at("/6/arguments").asText()).as("of a tool that takes none").isEqualTo("{}");
    assertThat(response.body()).contains(": trefoil {").doesNotContain("[DONE]");
  }

  /** What came comes back to the model as it was, whichever way it was sent. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAModelSaidComesBackToItAsItWas(boolean stream) throws IOException {
    post("{'model':'chat','stream':" + stream + ",'input':'hi'," + TOOLS + "}", TALKATIVE);
    JsonNode output =
        stream
            ? ResponseEvents.read(response.body()).response().path("output")
            : JSON.readTree(response.body()).path("output");
    String items =
        output.toString().replaceAll("^\\[|\\]$", "")
            + json(
                ",{'type':'function_call_output','call_id':'c1','output':'1'},"
                    + "{'type':'custom_tool_call_output','call_id':'c2','output':'2'},"
                    + "{'type':'function_call_output','call_id':'c3','output':'3'}");
    ScriptedModel again = saying();
    RecordedResponse second = new RecordedResponse();
    send(
        json("{'model':'chat','input':[{'role':'user','content':'hi'},") + items + "]}",
        again,
        second);

    assertThat(second.status()).as(second.body()).isEqualTo(200);
    Message turn = again.requests().getFirst().messages().get(1);
    assertThat(turn.phase()).contains("commentary");
    assertThat(turn.parts())
        .containsExactly(
            new Part.Reasoning("hm", List.of("Shortly.", "Then."), Optional.of(SIGNED)),
            new Part.RedactedReasoning(new Signature(Signature.ANTHROPIC, "data")),
            new Part.Text("I look."),
            new Part.ToolCall("c1", "f", "{\"a\":1}", Optional.of(MARK)),
            new Part.ToolCall("c2", "fs__exec", "{\"input\":\"ls\\n\\\"x\\\"\"}", Optional.empty()),
            new Part.ToolCall("c3", "g", "{}", Optional.empty()));
    assertThat(again.requests().getFirst().messages()).hasSize(5);
  }

  /** Some clients leave the words of a thought out of what they send back. */
  @Test
  void aThoughtWithoutItsWordsIsWholeAgain() throws IOException {
    post("{'model':'chat','input':'hi'," + TOOLS + "}", TALKATIVE);
    JsonNode thought = JSON.readTree(response.body()).at("/output/0");
    ScriptedModel again = saying();
    send(
        json(
                "{'model':'chat','input':[{'role':'user','content':'hi'},{'type':'reasoning','summary':[],")
            + "\"encrypted_content\":"
            + thought.path("encrypted_content")
            + json("},{'role':'assistant','content':'Yes.'},{'role':'user','content':'Go on.'}]}"),
        again,
        new RecordedResponse());

    assertThat(again.requests().getFirst().messages().get(1).parts().getFirst())
        .isEqualTo(new Part.Reasoning("hm", Optional.of(SIGNED)));
  }

  @Test
  void marksAreShownOnlyToWhoAsksForThem() throws IOException {
    post(
        "{'model':'chat','stream':true,'input':'hi'}",
        ScriptedModel.answering(
            new ReasoningRedacted(0, MARK),
            new ToolCallStarted(0, 0, "c1", "f", Optional.of(MARK)),
            new ToolArgumentsDelta(0, 0, "{}"),
            new ReasoningSigned(0, MARK),
            STOP,
            END));

    JsonNode output = ResponseEvents.read(response.body()).response().path("output");
    assertThat(output).hasSize(1);
    assertThat(output.at("/0/type").asText()).isEqualTo("function_call");
    assertThat(response.body()).doesNotContain("encrypted_content");
  }

  @Test
  void argumentsThatComeByTurnsStayWithTheirCalls() throws IOException {
    post(
        "{'model':'chat','stream':true,'input':'hi'}",
        ScriptedModel.answering(
            new ToolCallStarted(0, 0, "c1", "f", Optional.empty()),
            new ToolCallStarted(0, 1, "c2", "g", Optional.empty()),
            new ToolArgumentsDelta(0, 0, "{\"a\":"),
            new ToolArgumentsDelta(0, 1, "{\"b\":2}"),
            new ToolArgumentsDelta(0, 0, "1}"),
            new ChoiceFinished(0, FinishReason.TOOL_CALLS),
            END));

    JsonNode output = ResponseEvents.read(response.body()).response().path("output");
    assertThat(output.at("/0/arguments").asText()).isEqualTo("{\"a\":1}");
    assertThat(output.at("/1/arguments").asText()).isEqualTo("{\"b\":2}");
  }

  @Test
  void aRefusalIsAPartOfItsOwn() throws IOException {
    post(
        "{'model':'chat','stream':true,'input':'hi'}",
        ScriptedModel.answering(
            new TextDelta("Well."),
            new RefusalDelta(0, "I can"),
            new RefusalDelta(0, "not."),
            STOP,
            END));

    ResponseEvents events = ResponseEvents.read(response.body());
    assertThat(events.types()).contains("response.refusal.delta", "response.refusal.done");
    assertThat(events.response().at("/output/0/content/1/refusal").asText()).isEqualTo("I cannot.");
    assertThat(events.response().path("status").asText()).isEqualTo("completed");
  }

  @Test
  void whatAServiceDeclinesIsARefusalInAnAnswerThatIsComplete() throws IOException {
    post(
        "{'model':'chat','input':'hi'}",
        ScriptedModel.answering(
            new TextDelta("Well."),
            new ChoiceFinished(
                0,
                FinishReason.CONTENT_FILTER,
                Optional.of(new StopDetail.Refused(Optional.of("cyber"), Optional.of("No.")))),
            END));

    JsonNode body = JSON.readTree(response.body());
    assertThat(body.path("status").asText()).isEqualTo("completed");
    assertThat(body.at("/output/0/content/1/refusal").asText()).isEqualTo("No.");
  }

  @ParameterizedTest
  @CsvSource({"LENGTH,max_output_tokens", "CONTENT_FILTER,content_filter"})
  void anAnswerThatIsCutSaysWhy(FinishReason reason, String why) throws IOException {
    post(
        "{'model':'chat','stream':true,'input':'hi'}",
        ScriptedModel.answering(
            new ToolCallStarted(0, 0, "c1", "f", Optional.empty()),
            new ToolArgumentsDelta(0, 0, "{\"a"),
            new ChoiceFinished(0, reason),
            END));

    ResponseEvents events = ResponseEvents.read(response.body());
    assertThat(events.types()).endsWith("response.incomplete");
    assertThat(events.response().at("/incomplete_details/reason").asText()).isEqualTo(why);
    assertThat(events.response().at("/output/0/status").asText()).isEqualTo("incomplete");
  }

  @Test
  void anAnswerThatSaysNothingIsAnEmptyMessageAndUsageThatNobodyCountedIsNone() throws IOException {
    post("{'model':'chat','stream':true,'input':'hi'}", ScriptedModel.answering(STOP, END));

    JsonNode own = ResponseEvents.read(response.body()).response();
    assertThat(own.at("/output/0/content/0/text").asText("none")).isEmpty();
  }

  @Test
  void probabilitiesAndNotesAndItemsOfTheServicesOwn() throws IOException {
    post(
        "{'model':'chat','stream':true,'input':'hi','include':['message.output_text.logprobs']}",
        ScriptedModel.answering(
            new NativeDelta(
                0,
                new Native(
                    Native.OPENAI_RESPONSES,
                    "m",
                    Native.ITEM,
                    "{\"type\":\"web_search_call\",\"id\":\"ws_1\",\"status\":\"completed\"}")),
            new TextDelta("Hi"),
            new Logprobs(0, "{\"content\":[{\"token\":\"Hi\",\"logprob\":-0.5}],\"refusal\":null}"),
            new NativeDelta(
                0,
                new Native(
                    Native.OPENAI_RESPONSES, "m", "annotations", "[{\"type\":\"url_citation\"}]")),
            new NativeDelta(0, new Native(Native.OPENAI_CHAT, "m", "annotations", "[1]")),
            STOP,
            END));

    ResponseEvents events = ResponseEvents.read(response.body());
    assertThat(events.types()).contains("response.output_text.annotation.added");
    JsonNode output = events.response().path("output");
    assertThat(output.at("/0/id").asText()).isEqualTo("ws_1");
    assertThat(output.at("/1/content/0/logprobs/0/token").asText()).isEqualTo("Hi");
    assertThat(output.at("/1/content/0/annotations").toString())
        .isEqualTo("[{\"type\":\"url_citation\"}]");
  }

  @Test
  void deltasArePaddedForWhoAsksForIt() throws IOException {
    post(
        "{'model':'chat','stream':true,'stream_options':{'include_obfuscation':true},'input':'hi'}",
        ScriptedModel.answering(new TextDelta("Hi"), STOP, END));

    assertThat(response.body()).containsPattern("\"obfuscation\":\"[A-Za-z0-9]{14}\"");
  }

  // ---- failures

  @Test
  void whatFailsBeforeTheFirstContentIsAnErrorOfOpenAis() throws IOException {
    post(
        "{'model':'chat','stream':true,'input':'hi'}",
        ScriptedModel.failing(new ProviderException(Kind.CONTEXT_TOO_LONG, "too long")));

    assertThat(response.status()).isEqualTo(400);
    JsonNode error = JSON.readTree(response.body()).path("error");
    assertThat(error.path("code").asText()).isEqualTo("context_length_exceeded");
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("message").isTextual()).isTrue();
  }

  @Test
  void throttlingSaysWhenToComeBack() throws IOException {
    post(
        "{'model':'chat','input':'hi'}",
        ScriptedModel.failing(new ProviderException(Kind.THROTTLED, "slow down")));

    assertThat(response.status()).isEqualTo(429);
    assertThat(response.header("retry-after")).isEqualTo("1");
  }

  @Test
  void aModelThatIsNotThereIsNotAskedForAgain() throws IOException {
    post("{'model':'nowhere','input':'hi'}", saying());

    assertThat(response.status()).as("Codex repeats a 404").isEqualTo(400);
    assertThat(response.body()).contains("\"code\":\"model_not_found\"");
  }

  @Test
  void aStreamThatBreaksIsToldToAllWhoListen() throws IOException {
    post(
        "{'model':'chat','stream':true,'input':'hi'}",
        ScriptedModel.failing(
            new ProviderException(Kind.TRUNCATED, "cut"),
            new ToolCallStarted(0, 0, "c1", "f", Optional.empty()),
            new ToolArgumentsDelta(0, 0, "{\"a")));

    ResponseEvents events = ResponseEvents.read(response.body());
    assertThat(events.types()).endsWith("error", "response.failed");
    JsonNode error = events.all().get(events.all().size() - 2);
    assertThat(error.path("code").asText()).isEqualTo("server_error");
    assertThat(error.at("/error/message")).isEqualTo(error.path("message"));
    assertThat(events.response().at("/error/code").asText()).isEqualTo("server_error");
    assertThat(events.response().at("/output/0/status").asText()).isEqualTo("incomplete");
  }

  @Test
  void problemsNameTheFieldsOfThisForm() throws IOException {
    post("{'model':'chat','input':[{'role':'robot','content':'x'}]}", saying());

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).contains("\"param\":\"input[0].role\"");
  }

  @Test
  void anUnknownFieldIsNamed() throws IOException {
    post(
        "{'model':'chat','input':[{'role':'user','content':'x','mood':1}],'client_metadata':{}}",
        saying());

    assertThat(response.header("x-trefoil-dropped")).isEqualTo("client_metadata, input[0].mood");
  }

  @Test
  void aFieldOfAnotherFormIsNamedAsItWasSent() throws IOException {
    post("{'model':'chat','input':'hi','max_tokens':5,'messages':[]}", saying());

    assertThat(response.header("x-trefoil-dropped")).isEqualTo("max_tokens, messages");
  }

  // ---- a service that is silent

  @Test
  void commentsAreSentWhileNothingElseIs() throws Exception {
    keptAlive(
        ScriptedModel.answeringAfter(response::awaitSomethingSent, new TextDelta("Hi"), STOP, END));

    assertThat(response.flushed().getFirst()).isEqualTo(": keep-alive\n\n");
    assertThat(ResponseEvents.read(response.body()).response().path("status").asText())
        .isEqualTo("completed");
  }

  @Test
  void whatFailsAfterACommentIsToldByEvents() throws Exception {
    keptAlive(
        ScriptedModel.failingAfter(
            response::awaitSomethingSent, new ProviderException(Kind.THROTTLED, "slow down")));

    String failed = response.body().replace(": keep-alive\n\n", "");
    assertThat(failed).startsWith("event: error\ndata: {\"type\":\"error\",\"sequence_number\":0,");
    assertThat(failed).contains("event: response.failed\n", "\"code\":\"rate_limit_exceeded\"");
    assertThat(failed).as("by which Codex waits").contains("Please try again in 1s.");
    assertThat(failed).contains("\"model\":\"chat\"");
  }

  private void keptAlive(ScriptedModel model) throws Exception {
    Gateway gateway =
        TestGateway.of(
            new RoutingTable(
                List.of(new Route("chat", List.of("a/one"))), Map.of("a", new RequestRules() {})),
            Map.of("a", model));
    new ResponsesEndpoint(
            gateway, KeptResponses.NONE, Clock.systemUTC(), Optional.of(Duration.ofMillis(1)))
        .create(
            json("{'model':'chat','stream':true,'input':'hi'}").getBytes(StandardCharsets.UTF_8),
            new CallInfo(
                "test-1",
                Caller.ANONYMOUS,
                Deadline.after(Duration.ofSeconds(30)),
                RoutingPreferences.NONE,
                Optional.empty()),
            response);
  }

  // ---- what is kept

  /** A store of one response, which is asked and told once a call. */
  @Test
  void aResponseIsKeptBeforeItsCallerIsToldThatItIsComplete() throws Exception {
    List<KeptResponse> told = new ArrayList<>();
    KeptResponses store =
        new KeptResponses() {
          @Override
          public boolean keeps() {
            return true;
          }

          @Override
          public Begun begin(CallInfo info, Optional<String> previous, List<String> references) {
            return new Begun("k".repeat(32), List.of(), Map.of());
          }

          @Override
          public String another(String key) {
            throw new AssertionError("nothing is done again");
          }

          @Override
          public Optional<KeptResponse> find(CallInfo info, String id) {
            throw new AssertionError("nothing is asked for");
          }

          @Override
          public boolean delete(CallInfo info, String id) {
            throw new AssertionError("nothing is deleted");
          }

          @Override
          public boolean keep(CallInfo info, KeptResponse kept) {
            if (told.isEmpty()) {
              assertThat(response.body()).doesNotContain("response.completed");
            }
            told.add(kept);
            return told.size() == 1;
          }
        };
    Gateway gateway =
        TestGateway.of(
            new RoutingTable(
                List.of(new Route("chat", List.of("a/one"))), Map.of("a", new RequestRules() {})),
            Map.of("a", TALKATIVE));
    ResponsesEndpoint endpoint =
        new ResponsesEndpoint(gateway, store, Clock.systemUTC(), Optional.empty());
    CallInfo info =
        new CallInfo(
            "test-1",
            Caller.ANONYMOUS,
            Deadline.after(Duration.ofSeconds(30)),
            RoutingPreferences.NONE,
            Optional.empty());
    endpoint.create(
        json("{'model':'chat','stream':true,'input':'hi'}").getBytes(StandardCharsets.UTF_8),
        info,
        response);

    JsonNode own = ResponseEvents.read(response.body()).response();
    assertThat(own.path("store").asBoolean()).isTrue();
    assertThat(own.path("id").asText()).isEqualTo("resp_" + "k".repeat(32));
    KeptResponse kept = told.getFirst();
    assertThat(JSON.readTree(kept.json())).isEqualTo(own);
    assertThat(kept.inputItems())
        .containsExactly(
            json(
                "{'id':'in_"
                    + "k".repeat(32)
                    + "0000','type':'message','role':'user','content':'hi'}"));
    assertThat(kept.outputItems()).as("with marks that the caller is not shown").hasSize(7);
    assertThat(own.path("output")).hasSize(5);
    assertThat(own.path("output").toString()).doesNotContain("encrypted_content");
    assertThat(kept.outputItems().getFirst()).contains("\"encrypted_content\":\"trefoil.");

    RecordedResponse second = new RecordedResponse();
    endpoint.create(
        json("{'model':'chat','input':'hi'}").getBytes(StandardCharsets.UTF_8), info, second);
    assertThat(JSON.readTree(second.body()).path("store").asBoolean(true))
        .as("what cannot be kept is not said to be")
        .isFalse();
    endpoint.create(
        json("{'model':'chat','input':'hi','store':false}").getBytes(StandardCharsets.UTF_8),
        info,
        new RecordedResponse());
    assertThat(told).hasSize(2);
  }

  // ---- counting

  @Test
  void tokensAreEstimatedAndThatIsSaid() throws IOException {
    RecordedResponse counted = new RecordedResponse();
    ScriptedModel model = saying();
    TestEndpoints.of(model, Authenticator.NONE, HttpSettings.of(10_000))
        .handle(call("/v1/responses/input_tokens", json("{'input':'How long is this?'}")), counted);

    assertThat(counted.status()).isEqualTo(200);
    JsonNode body = JSON.readTree(counted.body());
    assertThat(body.path("object").asText()).isEqualTo("response.input_tokens");
    assertThat(body.path("input_tokens").asInt()).isBetween(4, 20);
    assertThat(counted.header("x-trefoil-usage")).isEqualTo("estimated");
    assertThat(model.calls()).isEmpty();
  }

  private static ScriptedModel saying() {
    return ScriptedModel.answering(new TextDelta("Good "), new TextDelta("d\u00e4y"), STOP, END);
  }

  private void post(String body, ScriptedModel model) throws IOException {
    send(json(body), model, response);
  }

  private static void send(String body, ScriptedModel model, RecordedResponse to)
      throws IOException {
    TestEndpoints.of(model, Authenticator.NONE, HttpSettings.of(100_000))
        .handle(call("/v1/responses", body), to);
  }

  private static HttpCall call(String path, String body) {
    return new HttpCall(
        "POST",
        path,
        new Headers().set("x-request-id", "test-1"),
        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
        Deadline.after(Duration.ofSeconds(30)));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
