package dev.trefoil.provider.openai;

import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.ModelRequest;
import dev.trefoil.provider.RequestChanges;
import dev.trefoil.provider.RequestRules;
import java.util.Optional;

/** What a service of OpenAI's protocols takes: of each model by the one that it is spoken to by. */
public final class OpenAiRules implements RequestRules {
  private final Protocols protocols;
  private final RequestRules chat = new ChatCompletionsRules();
  private final RequestRules responses = new ResponsesRules();

  /**
   * @param protocol what the configuration says of the service
   */
  public OpenAiRules(Dialect dialect, Optional<Protocol> protocol) {
    this.protocols = new Protocols(dialect, protocol);
  }

  @Override
  public void chat(ModelRequest asked, RequestChanges to) {
    of(asked.can()).chat(asked, to);
  }

  @Override
  public boolean takesAllowedTools(String model, Capabilities can) {
    return of(can).takesAllowedTools(model, can);
  }

  private RequestRules of(Capabilities can) {
    return protocols.isResponses(can) ? responses : chat;
  }
}
