package dev.trefoil.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.ChatModelContract;
import dev.trefoil.provider.ModelCatalog;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.RawService;
import dev.trefoil.provider.RuledService;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is the same of Responses at OpenAI and at Azure. */
abstract class ResponsesContract extends ChatModelContract {
  private static final ModelCatalog MODELS = TrefoilConfig.load(Map.of()).models();

  /** A service whose models are all spoken to by Responses. */
  final ModelService connect(OpenAiSettings settings, boolean validCredentials) {
    return connect(
        settings,
        RequestSigner.header(
            "Authorization", cancellation -> validCredentials ? "Bearer right" : "Bearer wrong"));
  }

  /** The same, signed in another way. */
  final ModelService connect(OpenAiSettings settings, RequestSigner signer) {
    OpenAiSettings responses =
        new OpenAiSettings(
            settings.baseUrl(),
            settings.dialect(),
            Optional.of(Protocol.RESPONSES),
            settings.connectTimeout());
    return new RuledService(
        OpenAiService.create(responses, signer, ResponsesContract::can),
        OpenAiRules.of(settings.dialect(), Optional.of(Protocol.RESPONSES)),
        ResponsesContract::can);
  }

  private static Capabilities can(String model) {
    return MODELS.of("service", model);
  }

  @Override
  protected String modelId() {
    return "gpt-4.1";
  }

  @Override
  protected String thinkingModelId() {
    return "gpt-6-sol";
  }

  @Override
  protected boolean showsThoughts() {
    return false;
  }

  @Override
  protected Set<String> refuses() {
    return Set.of("n");
  }

  @Override
  protected Set<String> drops() {
    return Set.of(
        "seed", "presence_penalty", "frequency_penalty", "logit_bias", "a_field_that_nobody_knows");
  }

  @Override
  protected Optional<String> ownSignatures() {
    return Optional.of("openai");
  }

  @Override
  protected int leastTokens() {
    return 16;
  }

  @Override
  protected boolean takesStops() {
    return false;
  }

  @Override
  protected List<Endless> lingering() throws IOException {
    return lingering(
        List.of(
            "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"message\"}}",
            "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"Hello\"}",
            "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}"),
        "",
        ": still here\n\n");
  }

  @Override
  protected Endless endless() throws IOException {
    return new RawService(
        """
        HTTP/1.1 200 OK\r
        Content-Type: text/event-stream\r
        \r
        data: {"type":"response.output_text.delta","output_index":0,"delta":"Hel"}

        """
            .getBytes(UTF_8));
  }
}
