package dev.trefoil.door.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.door.Problem;
import dev.trefoil.door.SignatureText;
import dev.trefoil.http.Headers;
import dev.trefoil.routing.RoutingPreferences;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesParserTest {
  private static final Part.CacheBreakpoint USUAL = new Part.CacheBreakpoint(Optional.empty());
  private static final Part.CacheBreakpoint HOUR =
      new Part.CacheBreakpoint(Optional.of(Duration.ofHours(1)));

  @Test
  void systemComesFirstAndItsMarksStayWhereTheyAre() throws Problem {
    ChatRequest request =
        read(
            """
            'system': [{'type': 'text', 'text': 'a'},
                       {'type': 'text', 'text': 'b', 'cache_control': {'type': 'ephemeral'}}],
            'messages': [{'role': 'user', 'content': 'hi'}]
            """);

    assertThat(request.messages())
        .containsExactly(
            new Message(Role.SYSTEM, List.of(new Part.Text("a"), new Part.Text("b"), USUAL)),
            Message.of(Role.USER, "hi"));
  }

  @Test
  void aSystemMessageStaysInTheListWithItsOwnMembers() throws Problem {
    ChatRequest request =
        read(
            """
            'messages': [{'role': 'user', 'content': 'hi'},
                         {'role': 'system', 'content': 'be brief',
                          'output_config': {'effort': 'low'}}]
            """);

    assertThat(request.messages().get(1))
        .isEqualTo(
            new Message(
                Role.SYSTEM,
                List.of(
                    new Part.Text("be brief"),
                    new Part.NativePart(own("output_config", "{\"effort\":\"low\"}")))));
  }

  @Test
  void resultsAreMessagesOfTheirOwnBeforeWhatTheUserSays() throws Problem {
    ChatRequest request =
        read(
            """
            'messages': [
              {'role': 'user', 'content': 'hi'},
              {'role': 'assistant', 'content': [
                {'type': 'tool_use', 'id': 't1', 'name': 'f', 'input': {'a': 1}},
                {'type': 'tool_use', 'id': 't2', 'name': 'g', 'input': {}}]},
              {'role': 'user', 'content': [
                {'type': 'text', 'text': 'here'},
                {'type': 'tool_result', 'tool_use_id': 't1', 'content': 'no', 'is_error': true,
                 'cache_control': {'type': 'ephemeral', 'ttl': '1h'}},
                {'type': 'tool_result', 'tool_use_id': 't2', 'content': [
                  {'type': 'text', 'text': 'yes', 'cache_control': {'type': 'ephemeral'}}]}]}]
            """);

    assertThat(request.messages().subList(1, 5))
        .containsExactly(
            new Message(
                Role.ASSISTANT,
                List.of(
                    new Part.ToolCall("t1", "f", "{\"a\":1}", Optional.empty()),
                    new Part.ToolCall("t2", "g", "{}", Optional.empty()))),
            new Message(
                Role.TOOL,
                List.of(new Part.ToolResult("t1", List.of(new Part.Text("no")), true), HOUR)),
            new Message(
                Role.TOOL,
                List.of(new Part.ToolResult("t2", List.of(new Part.Text("yes"), USUAL)))),
            Message.of(Role.USER, "here"));
  }

  /** Anthropic's marks are as they are; those of others are wrapped and go back to them alone. */
  @Test
  void marksComeBackToWhomTheyAreOf() throws Problem {
    Signature google = new Signature(Signature.GOOGLE, "mark");
    Signature openAi = new Signature(Signature.OPENAI, "resource model sealed");
    ChatRequest request =
        read(
            """
            'messages': [
              {'role': 'user', 'content': 'hi'},
              {'role': 'assistant', 'content': [
                {'type': 'thinking', 'thinking': 'hm', 'signature': 'Eo0B'},
                {'type': 'redacted_thinking', 'data': 'Ev8D'},
                {'type': 'thinking', 'thinking': 'in short', 'signature': '%s'},
                {'type': 'text', 'text': 'well'},
                {'type': 'redacted_thinking', 'data': '%s'},
                {'type': 'redacted_thinking', 'data': '%s'},
                {'type': 'tool_use', 'id': 't1', 'name': 'f', 'input': {}}]},
              {'role': 'user', 'content': [{'type': 'tool_result', 'tool_use_id': 't1'}]}]
            """
                .formatted(
                    SignatureText.encode(openAi),
                    SignatureText.encode(google),
                    SignatureText.encode(google)));

    assertThat(request.messages().get(1).parts())
        .containsExactly(
            new Part.Reasoning("hm", anthropic("Eo0B")),
            new Part.RedactedReasoning(anthropic("Ev8D").get()),
            new Part.Reasoning("", List.of("in short"), Optional.of(openAi)),
            new Part.Reasoning("", Optional.of(google)),
            new Part.Text("well"),
            new Part.ToolCall("t1", "f", "{}", Optional.of(google)));
  }

  @Test
  void aMarkThatNobodyCanOpenIsLeftOut() throws Problem {
    ChatRequest request =
        read(
            """
            'messages': [
              {'role': 'user', 'content': 'hi'},
              {'role': 'assistant', 'content': [
                {'type': 'thinking', 'thinking': 'hm', 'signature': 'trefoil.*'},
                {'type': 'redacted_thinking', 'data': 'trefoil.*'}]},
              {'role': 'user', 'content': 'so?'}]
            """);

    assertThat(request.messages().get(1).parts())
        .containsExactly(new Part.Reasoning("hm", Optional.empty()));
  }

  @Test
  void blocksOfThisProtocolAloneAreKeptAsTheyAreButForTheirMark() throws Problem {
    ChatRequest request =
        read(
            """
            'messages': [
              {'role': 'user', 'content': 'hi'},
              {'role': 'assistant', 'content': [
                {'type': 'server_tool_use', 'id': 's1', 'name': 'web_search',
                 'input': {'query': 'x'}, 'cache_control': {'type': 'ephemeral'}}]},
              {'role': 'user', 'content': 'so?'}]
            """);

    assertThat(request.messages().get(1).parts())
        .containsExactly(
            new Part.NativePart(
                own(
                    Native.ITEM,
                    "{\"type\":\"server_tool_use\",\"id\":\"s1\",\"name\":\"web_search\","
                        + "\"input\":{\"query\":\"x\"}}")),
            USUAL);
  }

  @Test
  void documentsAndSearchResultsAreFilesAndTexts() throws Problem {
    ChatRequest request =
        read(
            """
            'messages': [{'role': 'user', 'content': [
              {'type': 'document', 'title': 'notes',
               'source': {'type': 'text', 'media_type': 'text/plain', 'data': 'ab'}},
              {'type': 'document', 'title': 'parts',
               'source': {'type': 'content', 'content': [{'type': 'text', 'text': 'x'}]}},
              {'type': 'search_result', 'title': 'found', 'source': 'https://example.com',
               'content': [{'type': 'text', 'text': 'y'}]}]}]
            """);

    assertThat(request.messages().getFirst().parts())
        .containsExactly(
            new Part.File(new Media.Inline("text/plain", "YWI="), Optional.of("notes")),
            new Part.Text("parts"),
            new Part.Text("x"),
            new Part.Text("found\nhttps://example.com\n\ny"));
  }

  @Test
  void toolsKeepWhatOnlyThisProtocolSaysAndTheServicesOwnGoApart() throws Problem {
    ChatRequest request =
        read(
            """
            'messages': [{'role': 'user', 'content': 'hi'}],
            'tools': [
              {'name': 'f', 'description': 'does', 'input_schema': {'type': 'object'},
               'strict': true, 'eager_input_streaming': true, 'input_examples': [{}],
               'cache_control': {'type': 'ephemeral'}},
              {'type': 'web_search_20250305', 'name': 'web_search', 'max_uses': 2}],
            'tool_choice': {'type': 'any', 'disable_parallel_tool_use': true}
            """);

    assertThat(request.tools())
        .containsExactly(
            new Tool("f", "does", "{\"type\":\"object\"}", true)
                .withCache(Optional.of(USUAL))
                .withNatives(
                    List.of(own("eager_input_streaming", "true"), own("input_examples", "[{}]"))));
    assertThat(request.natives())
        .containsExactly(
            own(
                "tools",
                "{\"type\":\"web_search_20250305\",\"name\":\"web_search\",\"max_uses\":2}"));
    assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Required());
    assertThat(request.settings().parallelToolCalls()).contains(false);
  }

  @Test
  void aDemandForAToolOfTheServiceIsForTheServiceAlone() throws Problem {
    ChatRequest request =
        read(
            """
            'messages': [{'role': 'user', 'content': 'hi'}],
            'tools': [{'type': 'web_search_20250305', 'name': 'web_search'}],
            'tool_choice': {'type': 'tool', 'name': 'web_search'}
            """);

    assertThat(request.natives())
        .contains(own("tool_choice", "{\"type\":\"tool\",\"name\":\"web_search\"}"));
    assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Auto());
  }

  @Test
  void settingsAreReadAndTheRestIsForTheSameProtocol() throws Problem {
    ChatRequest request =
        read(
            """
            'messages': [{'role': 'user', 'content': 'hi'}],
            'stop_sequences': ['END'], 'temperature': 0.5, 'top_p': 0.9, 'top_k': 3,
            'service_tier': 'standard_only', 'metadata': {'user_id': '{\\"a\\":1}'},
            'output_config': {'effort': 'low',
              'format': {'type': 'json_schema', 'schema': {'type': 'object'}}},
            'container': 'c1', 'cache_control': {'type': 'ephemeral'}
            """);

    Settings settings = request.settings();
    assertThat(settings.stop()).containsExactly("END");
    assertThat(settings.temperature()).hasValue(0.5);
    assertThat(settings.topP()).hasValue(0.9);
    assertThat(settings.serviceTier()).contains("default");
    assertThat(settings.user()).contains("{\"a\":1}");
    assertThat(settings.reasoningEffort()).contains("low");
    assertThat(request.format())
        .isEqualTo(new ResponseFormat.JsonSchema("answer", "", "{\"type\":\"object\"}", true));
    assertThat(request.natives()).containsExactly(own("top_k", "3"), own("container", "\"c1\""));
    assertThat(request.messages().getLast().parts()).endsWith(USUAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'adaptive'}|high||",
        "{'type':'adaptive','display':'summarized'}|high||auto",
        "{'type':'enabled','budget_tokens':5000,'display':'omitted'}|medium|5000|none",
        "{'type':'enabled','budget_tokens':9000}|high|9000|",
        "{'type':'disabled'}|none||",
        "{'type':'between_tools'}|high||",
      })
  void thinkingIsAnEffortABudgetAndWhetherItIsShown(
      String thinking, String effort, Integer budget, String summary) throws Problem {
    Settings settings =
        read("'messages': [{'role': 'user', 'content': 'hi'}], 'thinking': " + thinking).settings();

    assertThat(settings.reasoningEffort()).contains(effort);
    assertThat(settings.reasoningBudget())
        .isEqualTo(budget == null ? OptionalInt.empty() : OptionalInt.of(budget));
    assertThat(settings.reasoningSummary()).isEqualTo(Optional.ofNullable(summary));
  }

  @Test
  void noTokensAtAllAreOneWhereThatCannotBeSaid() throws Problem {
    ChatRequest request =
        call("{'model':'m','max_tokens':0,'messages':[{'role':'user','content':'hi'}]}", headers())
            .request();

    assertThat(request.settings().maxTokens()).hasValue(1);
    assertThat(request.natives()).containsExactly(own("max_tokens", "0"));
  }

  @Test
  void headersOfThisProtocolGoOnAndItsVersionDoesNot() throws Problem {
    Headers headers =
        headers().set("Anthropic-Beta", "a-2026,b-2026").set("anthropic-workspace-id", "w");

    assertThat(call(hi(""), headers).request().natives())
        .containsExactly(
            own("anthropic-beta", "\"a-2026,b-2026\""), own("anthropic-workspace-id", "\"w\""));
  }

  @Test
  void whatNobodyReadsIsNamed() throws Problem {
    assertThat(
            call(
                    hi(
                        ",'anthropic-beta':'x','thinking':{'type':'disabled','mood':1},"
                            + "'output_config':{'effort':'low','pace':2}"),
                    headers())
                .dropped())
        .containsExactlyInAnyOrder(
            "anthropic-beta", "thinking.mood", "output_config.pace", "output_config.effort");
  }

  @Test
  void ourFallbacksAreNamesAndAnthropicsAreObjects() throws Problem {
    assertThat(call(hi(",'fallbacks':['a/b']"), headers()).preferences().fallbacks())
        .containsExactly("a/b");
    assertThat(call(hi(",'fallbacks':[{'model':'x'}]"), headers()).request().natives())
        .containsExactly(own("fallbacks", "[{\"model\":\"x\"}]"));
  }

  /** The SDKs since their first major versions of 2026-10-21 send the second. */
  @ParameterizedTest
  @ValueSource(strings = {"2023-06-01", "2026-10-21", " 2026-10-21 "})
  void bothVersionsOfTheInterfaceAreSpoken(String version) throws Problem {
    assertThat(call(hi(""), new Headers().set("anthropic-version", version)).model())
        .isEqualTo("m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2023-01-01", "2026-01-01", ""})
  void anotherVersionIsRefused(String version) {
    assertThatThrownBy(() -> call(hi(""), new Headers().set("anthropic-version", version)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("anthropic-version");
  }

  private static Optional<Signature> anthropic(String value) {
    return Optional.of(new Signature(Signature.ANTHROPIC, value));
  }

  private static Native own(String member, String json) {
    return new Native(Native.ANTHROPIC_MESSAGES, "", member, json);
  }

  private static Headers headers() {
    return new Headers().set("anthropic-version", "2023-06-01");
  }

  private static String hi(String more) {
    return "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'hi'}]" + more + "}";
  }

  private static ChatRequest read(String members) throws Problem {
    return call("{'model': 'm', 'max_tokens': 20000, " + members + "}", headers()).request();
  }

  private static MessagesCall call(String body, Headers headers) throws Problem {
    byte[] json = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return MessagesParser.create(json, headers, RoutingPreferences.NONE);
  }
}
