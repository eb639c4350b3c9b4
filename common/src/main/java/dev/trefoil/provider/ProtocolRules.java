package dev.trefoil.provider;

import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.Media;
import dev.trefoil.chat.Native;
import dev.trefoil.provider.Capabilities.Protocol;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What a service takes that speaks several protocols: of each model by its own. */
public final class ProtocolRules implements RequestRules {
  private final ProtocolChoice choice;
  private final Function<Protocol, RequestRules> rules;

  /**
   * @param rules for each protocol that may be chosen
   */
  public ProtocolRules(ProtocolChoice choice, Map<Protocol, RequestRules> rules) {
    this(choice, Map.copyOf(rules)::get);
  }

  private ProtocolRules(ProtocolChoice choice, Function<Protocol, RequestRules> rules) {
    this.choice = choice;
    this.rules = rules;
  }

  /**
   * The same where most processes never speak some of the protocols.
   *
   * @param rules makes a protocol's, when they are first asked
   */
  public static ProtocolRules onFirstUse(
      ProtocolChoice choice, Function<Protocol, RequestRules> rules) {
    Map<Protocol, RequestRules> made = new ConcurrentHashMap<>();
    return new ProtocolRules(choice, protocol -> made.computeIfAbsent(protocol, rules));
  }

  private RequestRules of(String model, Capabilities can) {
    return rules.apply(choice.of(model, can));
  }

  private RequestRules of(ModelRequest asked) {
    return of(asked.model(), asked.can());
  }

  @Override
  public void chat(ModelRequest asked, RequestChanges to) {
    of(asked).chat(asked, to);
  }

  @Override
  public void embeddings(
      EmbeddingRequest request, String model, Capabilities can, RequestChanges to) {
    of(model, can).embeddings(request, model, can, to);
  }

  @Override
  public boolean takesCacheMarks(String model, Capabilities can) {
    return of(model, can).takesCacheMarks(model, can);
  }

  @Override
  public boolean takesCacheKey(String model, Capabilities can) {
    return of(model, can).takesCacheKey(model, can);
  }

  @Override
  public Optional<Native> keeps(String model, Capabilities can, Duration lifetime) {
    return of(model, can).keeps(model, can, lifetime);
  }

  @Override
  public boolean takesAllowedTools(String model, Capabilities can) {
    return of(model, can).takesAllowedTools(model, can);
  }

  @Override
  public String noImage(Media image, boolean ofTool, ModelRequest asked) {
    return of(asked).noImage(image, ofTool, asked);
  }

  @Override
  public String noSound(Media sound, ModelRequest asked) {
    return of(asked).noSound(sound, asked);
  }

  @Override
  public String noFile(Media file, ModelRequest asked) {
    return of(asked).noFile(file, asked);
  }
}
