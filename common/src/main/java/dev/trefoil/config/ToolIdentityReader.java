package dev.trefoil.config;

import java.util.List;
import java.util.Optional;

/** Reads {@code identity} of a tool: who it is told that calls it. */
final class ToolIdentityReader {
  private static final String KEY = "identity";
  static final String HEADER = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}";

  private ToolIdentityReader() {}

  static ToolIdentity read(ConfigMap tool) {
    if (tool.isText(KEY)) {
      tool.text(
          KEY,
          text ->
              text.equals("none")
                  ? Optional.empty()
                  : Optional.of("is neither none nor a mapping: {keyFrom: …} or {cloud: aws, …}"));
      return new ToolIdentity.None();
    }
    Optional<ConfigMap> map = tool.map(KEY);
    if (map.isEmpty()) {
      return new ToolIdentity.None();
    }
    ToolIdentity identity = map.get().has("cloud") ? cloud(map.get()) : key(map.get());
    map.get().refuseTheRest();
    return identity;
  }

  private static ToolIdentity cloud(ConfigMap identity) {
    return switch (identity.word("cloud", List.of("aws", "azure", "gcp")).orElse("")) {
      case "aws" ->
          new ToolIdentity.Aws(
              ServiceReader.awsRegion(identity),
              identity
                  .requiredText("service", "[a-z0-9-]{1,64}", "a name that AWS signs for")
                  .orElse(""));
      case "azure" -> new ToolIdentity.Azure(identity.requiredText("resource").orElse(""));
      case "gcp" -> new ToolIdentity.Gcp();
      default -> new ToolIdentity.None();
    };
  }

  private static ToolIdentity key(ConfigMap identity) {
    if (!identity.has("keyFrom")) {
      identity.mistake("keyFrom", "is missing, and so is cloud");
    }
    Optional<KeySource> source = ServiceReader.key(identity);
    Optional<String> header = identity.optionalText("header", HEADER, "the name of a header");
    boolean bearer = header.isEmpty() || header.get().equalsIgnoreCase("authorization");
    return source
        .<ToolIdentity>map(
            key ->
                new ToolIdentity.Key(key, header.orElse("Authorization"), bearer ? "Bearer " : ""))
        .orElseGet(ToolIdentity.None::new);
  }
}
