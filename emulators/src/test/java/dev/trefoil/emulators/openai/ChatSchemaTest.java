package dev.trefoil.emulators.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.openai.models.FunctionDefinition;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletionAllowedToolChoice;
import com.openai.models.chat.completions.ChatCompletionAllowedTools;
import com.openai.models.chat.completions.ChatCompletionAssistantMessageParam;
import com.openai.models.chat.completions.ChatCompletionAudioParam;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartInputAudio;
import com.openai.models.chat.completions.ChatCompletionContentPartRefusal;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionCustomTool;
import com.openai.models.chat.completions.ChatCompletionDeveloperMessageParam;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageCustomToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionNamedToolChoice;
import com.openai.models.chat.completions.ChatCompletionPredictionContent;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.chat.completions.ChatCompletionUserMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The emulator's tables against OpenAI's Java SDK: neither knows a member that the other lacks, but
 * for those that other hosts add.
 */
class ChatSchemaTest {

  private static final Map<String, SortedSet<String>> CHAT =
      RequestReader.CHAT.members("ChatRequest");

  /** Azure's and other servers' own, and what the SDK tells by the method's name. */
  private static final List<String> FOREIGN =
      List.of("data_sources", "user_security_context", "reasoning_content", "stream");

  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of("ChatRequest", ChatCompletionCreateParams.Body.class),
        Arguments.of("StreamOptions", ChatCompletionStreamOptions.class),
        Arguments.of("AudioOutput", ChatCompletionAudioParam.class),
        Arguments.of("Prediction", ChatCompletionPredictionContent.class),
        Arguments.of("WebSearchOptions", ChatCompletionCreateParams.WebSearchOptions.class),
        Arguments.of("Moderation", ChatCompletionCreateParams.Moderation.class),
        Arguments.of("PromptCacheOptions", ChatCompletionCreateParams.PromptCacheOptions.class),
        Arguments.of("JsonSchemaFormat", ResponseFormatJsonSchema.class),
        Arguments.of("JsonSchema", ResponseFormatJsonSchema.JsonSchema.class),
        Arguments.of("FunctionTool", ChatCompletionFunctionTool.class),
        Arguments.of("Function", FunctionDefinition.class),
        Arguments.of("CustomTool", ChatCompletionCustomTool.class),
        Arguments.of("Custom", ChatCompletionCustomTool.Custom.class),
        Arguments.of("FunctionChoice", ChatCompletionNamedToolChoice.class),
        Arguments.of("AllowedChoice", ChatCompletionAllowedToolChoice.class),
        Arguments.of("AllowedTools", ChatCompletionAllowedTools.class),
        Arguments.of("InstructionMessage", ChatCompletionDeveloperMessageParam.class),
        Arguments.of("UserMessage", ChatCompletionUserMessageParam.class),
        Arguments.of("AssistantMessage", ChatCompletionAssistantMessageParam.class),
        Arguments.of("ToolMessage", ChatCompletionToolMessageParam.class),
        Arguments.of("FunctionToolCall", ChatCompletionMessageFunctionToolCall.class),
        Arguments.of("FunctionCall", ChatCompletionMessageFunctionToolCall.Function.class),
        Arguments.of("CustomToolCall", ChatCompletionMessageCustomToolCall.class),
        Arguments.of("CustomCall", ChatCompletionMessageCustomToolCall.Custom.class),
        Arguments.of("TextPart", ChatCompletionContentPartText.class),
        Arguments.of("RefusalPart", ChatCompletionContentPartRefusal.class),
        Arguments.of("ImagePart", ChatCompletionContentPartImage.class),
        Arguments.of("ImageUrl", ChatCompletionContentPartImage.ImageUrl.class),
        Arguments.of("AudioPart", ChatCompletionContentPartInputAudio.class),
        Arguments.of("InputAudio", ChatCompletionContentPartInputAudio.InputAudio.class),
        Arguments.of("FilePart", ChatCompletionContentPart.File.class),
        Arguments.of("File", ChatCompletionContentPart.File.FileObject.class));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theTableIsTheSdksModel(String shape, Class<?> model) {
    SortedSet<String> members = new TreeSet<>(CHAT.get(shape));
    FOREIGN.forEach(members::remove);
    assertThat(members).isEqualTo(members(model));
  }

  @Test
  void theTableOfEmbeddingsIsTheSdksModel() {
    assertThat(RequestReader.EMBEDDINGS.members("EmbeddingRequest").get("EmbeddingRequest"))
        .isEqualTo(members(EmbeddingCreateParams.Body.class));
  }

  /** Of a Kotlin class: its raw accessors bear the names. */
  static SortedSet<String> members(Class<?> model) {
    SortedSet<String> members = new TreeSet<>();
    for (Method method : model.getDeclaredMethods()) {
      JsonProperty property = method.getAnnotation(JsonProperty.class);
      if (property != null) {
        members.add(property.value());
      }
    }
    return members;
  }
}
