package dev.trefoil.emulators.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.vertexai.api.CachedContent;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse.UsageMetadata;
import dev.trefoil.emulators.Json;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Vertex AI keeps for money when it is told to, and by itself. */
class CachedContentsTest {
  private static final String PARENT = "projects/p/locations/global";
  private static final String USER = "'contents':[{'role':'user','parts':[{'text':'%s'}]}]";

  private Instant now = Instant.EPOCH;
  private final GeminiMethod gemini = new GeminiMethod(() -> now);

  private static String resource(String model) {
    return PARENT + "/publishers/google/models/" + model;
  }

  private static String words(String word, int count) {
    return (word + " ").repeat(count).strip();
  }

  private String create(String model, int words, String more) throws VertexRefusal {
    CachedContent asked =
        ProtoJson.read(
                Json.of(
                    "{'systemInstruction':{'parts':[{'text':'%s'}]}%s}"
                        .formatted(words("kept", words), more)),
                CachedContent.newBuilder())
            .setModel(resource(model))
            .build();
    return gemini.contents().create(PARENT, asked).getName();
  }

  private UsageMetadata ask(String model, String text, String more) throws VertexRefusal {
    GenerateContentRequest request =
        ProtoJson.read(
                Json.of("{" + USER.formatted(text) + more + "}"),
                GenerateContentRequest.newBuilder())
            .setModel(resource(model))
            .build();
    gemini.check(request);
    return gemini.answer(request).getUsageMetadata();
  }

  @Test
  void whatIsKeptIsAmongThePromptUntilItsTimeIsOver() throws VertexRefusal {
    String name = create("gemini-3.5-flash", 5000, ",'ttl':'600s'");
    String reference = ",'cachedContent':'" + name + "'";

    UsageMetadata usage = ask("gemini-3.5-flash", "one two", reference);

    assertThat(usage.getCachedContentTokenCount()).isEqualTo(5000);
    assertThat(usage.getPromptTokenCount()).isEqualTo(5002);
    now = now.plus(Duration.ofSeconds(600));
    assertThatThrownBy(() -> ask("gemini-3.5-flash", "one", reference))
        .isInstanceOfSatisfying(
            VertexRefusal.class,
            refusal ->
                assertThat(refusal.status().getMessage())
                    .startsWith("Not found: cached content metadata for "));
  }

  @Test
  void anHourIsUsualAndWhatIsDeletedIsGone() throws VertexRefusal {
    String name = create("gemini-2.5-pro", 2048, "");
    now = now.plus(Duration.ofMinutes(59));
    assertThat(ask("gemini-2.5-pro", "a", ",'cachedContent':'" + name + "'").getPromptTokenCount())
        .isEqualTo(2049);
    gemini.contents().delete(name);
    assertThatThrownBy(() -> ask("gemini-2.5-pro", "a", ",'cachedContent':'" + name + "'"))
        .isInstanceOf(VertexRefusal.class);
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-3.5-flash, 4095, The cached content is of 4095 tokens. The minimum",
    "gemini-2.5-flash, 2047, The cached content is of 2047 tokens. The minimum",
    "gemini-4-argon, 5000, does not support cached content"
  })
  void someIsRefused(String model, int words, String because) {
    assertThatThrownBy(() -> create(model, words, ""))
        .isInstanceOfSatisfying(
            VertexRefusal.class,
            refusal -> assertThat(refusal.status().getMessage()).contains(because));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gemini-3.6-flash | '' | has to be the same",
        "gemini-3.5-flash | ,\"systemInstruction\":{\"parts\":[{\"text\":\"x\"}]} | can not be used",
        "gemini-3.5-flash | ,\"toolConfig\":{} | can not be used"
      })
  void whatIsKeptHasItsModelAndInstructionsOfItsOwn(String model, String more, String because)
      throws VertexRefusal {
    String reference = ",'cachedContent':'" + create("gemini-3.5-flash", 5000, "") + "'";

    assertThatThrownBy(() -> ask(model, "a", reference + more))
        .isInstanceOfSatisfying(
            VertexRefusal.class,
            refusal -> assertThat(refusal.status().getMessage()).contains(because));
  }

  @Test
  void longPromptsAreKeptUnasked() throws VertexRefusal {
    String system =
        ",'systemInstruction':{'parts':[{'text':'%s'}]}".formatted(words("implicit", 4096));
    assertThat(ask("gemini-4-argon", "a", system).getCachedContentTokenCount()).isZero();
    assertThat(ask("gemini-4-argon", "b", system).getCachedContentTokenCount()).isEqualTo(4096);
    assertThat(ask("gemini-3.5-flash", "b", system).getCachedContentTokenCount()).isZero();
    now = now.plus(Duration.ofHours(24));
    assertThat(ask("gemini-4-argon", "c", system).getCachedContentTokenCount()).isZero();
  }
}
