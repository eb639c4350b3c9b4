package dev.trefoil.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ChatModelContract;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.RawService;
import dev.trefoil.provider.RuledService;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is the same of chat completions at all services but OpenAI's own. */
public abstract class CompatibleContract extends ChatModelContract {
  /** A service that is sent what the rules leave. */
  protected static ModelService ruled(ModelService service) {
    return new RuledService(
        service, new ChatCompletionsRules(Dialect.COMPATIBLE), Capabilities::unknown);
  }

  @Override
  protected String thinkingModelId() {
    return "deepseek-reasoner";
  }

  @Override
  protected boolean showsThoughts() {
    return true;
  }

  @Override
  protected Set<String> refuses() {
    return Set.of();
  }

  @Override
  protected Set<String> drops() {
    return Set.of("metadata", "a_field_that_nobody_knows");
  }

  @Override
  protected Optional<String> ownSignatures() {
    return Optional.empty();
  }

  @Override
  protected boolean refusesFilteredPrompts() {
    return false;
  }

  @Override
  protected List<Endless> lingering() throws IOException {
    return OpenAiChatModelTest.lingeringServices();
  }

  @Override
  protected Endless endless() throws IOException {
    return new RawService(
        """
        HTTP/1.1 200 OK\r
        Content-Type: text/event-stream\r
        \r
        data: {"choices":[{"delta":{"content":"Hel"}}]}

        """
            .getBytes(UTF_8));
  }
}
