package dev.trefoil.emulators.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.vertexai.api.Candidate;
import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.Part;
import dev.trefoil.emulators.Json;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Gemini's answers hold, by what the request asks for. */
class GeminiAnswersTest {

  private static final String TOOLS =
      "'tools':[{'functionDeclarations':[{'name':'weather','parameters':{'type':'OBJECT',"
          + "'properties':{'days':{'type':'INTEGER','minimum':3},'city':{'type':'STRING'}},"
          + "'propertyOrdering':['city','days']}},"
          + "{'name':'clock','parametersJsonSchema':{'type':'object','properties':{'zone':{'enum':['UTC']}}}}]}]";

  private final GeminiMethod gemini = new GeminiMethod(InstantSource.system());

  private static GenerateContentRequest.Builder request(String model, String json) {
    return ProtoJson.read(Json.of(json), GenerateContentRequest.newBuilder())
        .setModel("projects/p/locations/global/publishers/google/models/" + model);
  }

  /** Answers a user's text, with further members. */
  private GenerateContentResponse ask(String text, String members) {
    String json =
        "{'contents':[{'role':'user','parts':[{'text':'%s'}]}]%s}"
            .formatted(text, members.isEmpty() ? "" : "," + members);
    GenerateContentRequest request = request("gemini-3.5-flash", json).build();
    assertThatCode(() -> gemini.check(request)).doesNotThrowAnyException();
    return gemini.answer(request);
  }

  private static List<Part> parts(GenerateContentResponse response) {
    return response.getCandidates(0).getContent().getPartsList();
  }

  private static JsonNode args(Part part) {
    return ProtoJson.of(part.getFunctionCall().getArgs());
  }

  @Test
  void functionsAreCalledInTheOrderInWhichTheUserNamesThem() {
    GenerateContentResponse answer = ask("the clock, then the weather", TOOLS);
    assertThat(parts(answer))
        .extracting(part -> part.getFunctionCall().getName())
        .containsExactly("clock", "weather");
    assertThat(args(parts(answer).get(0))).isEqualTo(Json.of("{'zone':'UTC'}"));
    assertThat(args(parts(answer).get(1)).toString()).isEqualTo("{\"city\":\"city\",\"days\":3}");
    assertThat(answer.getCandidates(0).getFinishReason()).isEqualTo(Candidate.FinishReason.STOP);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'mode':'AUTO'|``",
        "'mode':'NONE'|``",
        "'mode':'ANY'|weather",
        "'mode':'ANY','allowedFunctionNames':['clock']|clock"
      })
  void theModeIsKept(String config, String name) {
    String members = TOOLS + ",'toolConfig':{'functionCallingConfig':{%s}}".formatted(config);
    assertThat(parts(ask("hello", members)).getFirst().getFunctionCall().getName()).isEqualTo(name);
  }

  @Test
  void structuredAnswersCarryTheEcho() {
    String json = "'generationConfig':{'responseMimeType':'application/json'%s}";
    assertThat(parts(ask("hi", json.formatted(""))).getFirst().getText())
        .isEqualTo("{\"echo\":\"hi\"}");
    assertThat(
            parts(
                    ask(
                        "hi",
                        json.formatted(
                            ",'responseJsonSchema':{'type':'object','properties':{'say':{'type':'string'}}}")))
                .getFirst()
                .getText())
        .isEqualTo("{\"say\":\"hi\"}");
    assertThat(
            parts(
                    ask(
                        "hi",
                        json.formatted(
                            ",'responseSchema':{'type':'OBJECT','properties':{'p':{'ref':'#/defs/P'}},"
                                + "'defs':{'P':{'type':'ARRAY','items':{'type':'STRING'},'minItems':2}}}")))
                .getFirst()
                .getText())
        .isEqualTo("{\"p\":[\"hi\",\"hi\"]}");
  }

  @Test
  void thoughtsAreCountedAndToldIfAskedFor() {
    String thinking = "'generationConfig':{'thinkingConfig':{%s}}";
    GenerateContentResponse told = ask("one two", thinking.formatted("'includeThoughts':true"));
    assertThat(parts(told).getFirst().getThought()).isTrue();
    assertThat(parts(told).getFirst().getText()).isEqualTo("I was asked: one two");
    assertThat(parts(told).getLast().getText()).isEqualTo("one two");
    assertThat(told.getUsageMetadata().getThoughtsTokenCount()).isEqualTo(5);
    assertThat(told.getUsageMetadata().getTotalTokenCount()).isEqualTo(9);
    GenerateContentResponse counted = ask("one two", thinking.formatted("'thinkingBudget':512"));
    assertThat(parts(counted)).hasSize(1);
    assertThat(counted.getUsageMetadata().getThoughtsTokenCount()).isEqualTo(5);
    assertThat(
            ask("one", thinking.formatted("'thinkingBudget':0"))
                .getUsageMetadata()
                .getThoughtsTokenCount())
        .isZero();
  }

  @Test
  void candidatesTakeTurnsAndCallsComeWhole() {
    GenerateContentResponse answer = ask("one two", "'generationConfig':{'candidateCount':2}");
    List<GenerateContentResponse> pieces = gemini.split(answer);
    assertThat(pieces.stream().limit(4).map(piece -> piece.getCandidates(0).getIndex()))
        .containsExactly(0, 1, 0, 1);
    assertThat(pieces.getLast().getUsageMetadata().getCandidatesTokenCount()).isEqualTo(4);
    assertThat(gemini.join(pieces)).isEqualTo(answer);

    List<GenerateContentResponse> calls = gemini.split(ask("clock weather", TOOLS));
    assertThat(calls).hasSize(3);
    assertThat(calls.get(1).getCandidates(0).getContent())
        .isEqualTo(
            Content.newBuilder()
                .setRole("model")
                .addParts(parts(ask("clock weather", TOOLS)).get(1))
                .build());
    assertThat(calls.get(1).getCandidates(0).getFinishReasonValue()).isZero();
    assertThat(calls.getLast().getCandidates(0).getFinishReason())
        .isEqualTo(Candidate.FinishReason.STOP);
  }

  @Test
  void probabilitiesComeWithTheirTokens() {
    GenerateContentResponse answer =
        ask("one two", "'generationConfig':{'responseLogprobs':true,'logprobs':2}");
    var logprobs = answer.getCandidates(0).getLogprobsResult();
    assertThat(logprobs.getChosenCandidates(1).getToken()).isEqualTo(" two");
    assertThat(logprobs.getTopCandidates(1).getCandidatesCount()).isEqualTo(2);
    assertThat(answer.getCandidates(0).getAvgLogprobs()).isEqualTo(-0.375);
    List<GenerateContentResponse> pieces = gemini.split(answer);
    assertThat(pieces.get(1).getCandidates(0).getLogprobsResult().getChosenCandidates(0).getToken())
        .isEqualTo(" two");
    assertThat(gemini.join(pieces)).isEqualTo(answer);
  }
}
