package dev.trefoil.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.chat.Embeddings;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.model.Vectors;
import dev.trefoil.emulators.openai.OpenAiEmulator;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.EmbeddingModelContract;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.RuledService;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenAiEmbeddingModelTest extends EmbeddingModelContract {
  private URI endpoint;

  @Override
  protected ModelEmulator start() {
    ModelEmulator emulator = OpenAiEmulator.start("openai", "right");
    endpoint = emulator.endpoint();
    return emulator;
  }

  @Override
  protected ModelService connect(URI baseUrl, boolean validCredentials) {
    return new RuledService(
        OpenAiService.create(
            new OpenAiSettings(baseUrl, Dialect.COMPATIBLE, Duration.ofSeconds(3)),
            cancellation -> validCredentials ? "Bearer right" : "Bearer wrong",
            Capabilities::unknown),
        new ChatCompletionsRules(Dialect.OPENAI),
        Capabilities::unknown);
  }

  @Override
  protected String modelId() {
    return "text-embedding-3-small";
  }

  @Override
  protected int usualDimensions() {
    return 1536;
  }

  @Override
  protected OptionalInt otherDimensions() {
    return OptionalInt.of(256);
  }

  @Override
  protected int batch() {
    return 2048;
  }

  @Override
  protected boolean takesTokens() {
    return true;
  }

  @Override
  protected boolean takesUser() {
    return true;
  }

  @Test
  void inputsOfBothFormsAreAskedForApartAndComeInOrder() throws ProviderException {
    Embeddings answer =
        embed(List.of(text("one"), new Input.Tokens(List.of(7, 8)), text("two")), 256);

    assertThat(answer.vectors())
        .containsExactly(Vectors.of("one", 256), Vectors.of("7 8", 256), Vectors.of("two", 256));
    assertThat(controls().journal()).hasSize(3);
  }

  @Test
  void moreThanTheServiceTakesAtOnceIsSplit() throws ProviderException {
    List<Input> inputs = IntStream.range(0, 2 * 2048 + 1).mapToObj(i -> text("text " + i)).toList();
    Embeddings answer = embed(inputs, 8);

    assertThat(answer.vectors()).hasSize(inputs.size());
    assertThat(answer.vectors().get(4096)).containsExactly(Vectors.of("text 4096", 8));
    assertThat(answer.promptTokens()).isEqualTo(2L * inputs.size());
    assertThat(controls().journal()).hasSize(3);
  }

  @Test
  void anAnswerThatIsCutIsTruncated() {
    controls().fault(Fault.always(new Failure.Malformed()));

    assertThatThrownBy(() -> embed(List.of(text("one")), 8))
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.TRUNCATED));
  }

  private Embeddings embed(List<Input> inputs, int dimensions) throws ProviderException {
    try (ModelService service = connect(endpoint, true)) {
      return service
          .embeddings()
          .orElseThrow()
          .embed(
              new EmbeddingRequest(inputs, OptionalInt.of(dimensions), Optional.empty()),
              modelId(),
              new CallContext("test", Deadline.after(Duration.ofMinutes(1)), new Cancellation()));
    }
  }

  private static Input text(String text) {
    return new Input.Text(text);
  }
}
