package dev.trefoil.emulators.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.Part;
import com.google.protobuf.ByteString;
import dev.trefoil.emulators.Json;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thought signatures: who issues them, and where they are wanted back. */
class ThoughtSignaturesTest {

  private final GeminiMethod gemini = new GeminiMethod(InstantSource.system());

  private static GenerateContentRequest.Builder request(String model, String json) {
    return ProtoJson.read(Json.of(json), GenerateContentRequest.newBuilder())
        .setModel("projects/p/locations/global/publishers/google/models/" + model);
  }

  /** What Gemini 3 calls when the user names a clock and the weather. */
  private List<Part> calls() {
    GenerateContentRequest request =
        request(
                "gemini-3.5-flash",
                "{'contents':[{'role':'user','parts':[{'text':'clock weather'}]}],"
                    + "'tools':[{'functionDeclarations':[{'name':'weather'},{'name':'clock'}]}]}")
            .build();
    return gemini.answer(request).getCandidates(0).getContent().getPartsList();
  }

  @Test
  void theFirstOfCallsMadeTogetherBearsASignatureThatIsTakenBack() {
    List<Part> calls = calls();
    assertThat(calls.get(0).getThoughtSignature().isEmpty()).isFalse();
    assertThat(calls.get(1).getThoughtSignature().isEmpty()).isTrue();
    GenerateContentRequest next = replay("gemini-3.5-flash", calls).build();
    assertThatCode(() -> gemini.check(next)).doesNotThrowAnyException();
    assertThat(gemini.answer(next).getCandidates(0).getContent().getParts(0).getText())
        .isEqualTo("noon {\"sky\":\"blue\",\"degrees\":21}");

    assertThatThrownBy(() -> new GeminiMethod(InstantSource.system()).check(next))
        .hasMessageContaining("Thought signature is not valid");
    List<Part> bare =
        calls.stream().map(call -> call.toBuilder().clearThoughtSignature().build()).toList();
    assertThatThrownBy(() -> gemini.check(replay("gemini-3.5-flash", bare).build()))
        .hasMessageContaining("function call `clock` in the 2. content block is missing");
    assertThatCode(() -> gemini.check(replay("gemini-2.5-flash", bare).build()))
        .doesNotThrowAnyException();
  }

  private static GenerateContentRequest.Builder replay(String model, List<Part> calls) {
    GenerateContentRequest.Builder request =
        request(
            model,
            "{'contents':[{'role':'user','parts':[{'text':'x'}]},"
                + "{'role':'model'},"
                + "{'role':'user','parts':["
                + "{'functionResponse':{'name':'clock','response':{'output':'noon'}}},"
                + "{'functionResponse':{'name':'weather','response':{'sky':'blue','degrees':21}}}]}]}");
    request.getContentsBuilder(1).addAllParts(calls);
    return request;
  }

  @Test
  void anotherFunctionsSignatureIsRefused() {
    List<Part> calls = calls();
    ByteString clocks = calls.get(0).getThoughtSignature();
    Part wrong = calls.get(1).toBuilder().setThoughtSignature(clocks).build();
    assertThatThrownBy(
            () -> gemini.check(replay("gemini-3.5-flash", List.of(wrong, calls.get(0))).build()))
        .hasMessageContaining("not valid");
  }
}
