package dev.trefoil.runtime;

import dev.trefoil.agent.Agents;
import dev.trefoil.agent.RunLimits;
import dev.trefoil.agent.ToolHeaders;
import dev.trefoil.agent.ToolWatch;
import dev.trefoil.agent.Toolbox;
import dev.trefoil.config.AgentConfig;
import dev.trefoil.config.KeySource;
import dev.trefoil.config.ToolIdentity;
import dev.trefoil.identity.Authorization;
import dev.trefoil.identity.GoogleRequestSigner;
import dev.trefoil.identity.Identity;
import dev.trefoil.identity.RequestSigner;
import dev.trefoil.net.GuardedHttp;
import java.util.Map;

/** Builds what calls the declared tools: apart, so that without tools no class of it is loaded. */
final class ToolServices {
  private ToolServices() {}

  /**
   * @param identity who we are to tools that want to know
   * @param env where keys may be
   * @param watch hears of calls that were made
   */
  static Agents agents(
      AgentConfig config, Identity identity, Map<String, String> env, ToolWatch watch) {
    return new Agents(
        new Toolbox(
            config.tools(),
            name -> headers(config.identities().get(name), identity, env),
            GuardedHttp.system(),
            watch),
        config.agents(),
        config.ofRoutes(),
        config.limits());
  }

  /** Where no tools are declared. */
  static Agents none(ToolWatch watch) {
    return new Agents(
        new Toolbox(Map.of(), name -> ToolHeaders.NONE, GuardedHttp.system(), watch),
        Map.of(),
        Map.of(),
        RunLimits.DEFAULTS);
  }

  private static ToolHeaders headers(ToolIdentity who, Identity identity, Map<String, String> env) {
    return switch (who) {
      case ToolIdentity.None none -> ToolHeaders.NONE;
      case ToolIdentity.Key(KeySource source, String header, String prefix) -> {
        Authorization key = Services.key(source, identity, env);
        yield (method, uri, sent, body, gone) -> Map.of(header, prefix + key.header(gone));
      }
      case ToolIdentity.Aws(String region, String service) ->
          signed(identity.awsSigner(region, service));
      case ToolIdentity.Azure(String resource) ->
          signed(RequestSigner.header("Authorization", identity.azure(resource)));
      case ToolIdentity.Gcp gcp -> signed(new GoogleRequestSigner(identity.google()));
    };
  }

  private static ToolHeaders signed(RequestSigner signer) {
    return signer::headers;
  }
}
