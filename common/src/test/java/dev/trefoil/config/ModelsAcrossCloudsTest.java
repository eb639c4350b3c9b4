package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.policy.Target;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Protocol;
import dev.trefoil.provider.vertex.VertexProtocols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Where one model is, cloud by cloud, and how it is spoken to there: the table of README.md, which
 * {@code -Dtrefoil.draw=true} writes anew.
 */
class ModelsAcrossCloudsTest {
  private static final String HEAD = "| model | AWS | Azure | Google Cloud | by key |\n";

  private static final List<String> MODELS =
      List.of(
          "claude-opus-5-5",
          "claude-sonnet-5-5",
          "gpt-6-sol",
          "gpt-5.4",
          "openai.gpt-oss-120b",
          "gemini-3.5-flash",
          "text-embedding-3-large");

  private static final String SERVICES =
      """
      auth: none
      services:
        bedrock: {kind: bedrock, region: us-east-1}
        mantle: {kind: bedrock-mantle, region: us-east-1}
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
        foundry: {kind: foundry, endpoint: "https://a.services.ai.azure.com"}
        vertex_ai: {kind: vertex, project: p, location: global}
        openai: {kind: openai, endpoint: "https://api.openai.com/v1", keyFrom: "env:KEY"}
        anthropic: {kind: anthropic, keyFrom: "env:KEY"}
      routes: {r: {same: %s}}
      """;

  @Test
  void readmeSaysWhereEachModelIsAndHowItIsSpokenTo() throws IOException {
    StringBuilder table = new StringBuilder(HEAD).append("| --- | --- | --- | --- | --- |\n");
    MODELS.forEach(model -> table.append(row(model)));
    Path readme = Path.of("../README.md");
    String text = Files.readString(readme);
    int start = text.indexOf(HEAD);
    assertThat(start).as("where README.md has the table").isPositive();
    int end = text.indexOf("\n\n", start) + 1;

    if (Boolean.getBoolean("trefoil.draw")) {
      Files.writeString(readme, text.substring(0, start) + table + text.substring(end));
    } else {
      assertThat(text.substring(start, end)).isEqualTo(table.toString());
    }
  }

  private static String row(String model) {
    TrefoilConfig config = TrefoilConfig.parse(SERVICES.formatted(model), Map.of());
    Map<String, List<String>> cells =
        Map.of(
            "aws", new ArrayList<>(),
            "azure", new ArrayList<>(),
            "gcp", new ArrayList<>(),
            "key", new ArrayList<>());
    for (String name : config.routes().getFirst().targets()) {
      Target target = Target.parse(name).orElseThrow();
      ServiceConfig service = config.services().get(target.service());
      Capabilities can = config.models().of(target.service(), target.model());
      cells
          .get(service.cloud().map(cloud -> cloud.name().toLowerCase(Locale.ROOT)).orElse("key"))
          .add("%s `%s` by %s".formatted(kind(service), target.model(), how(service, target, can)));
    }
    return "| %s | %s | %s | %s | %s |\n"
        .formatted(
            model.replaceFirst("^openai\\.", ""),
            cell(cells.get("aws")),
            cell(cells.get("azure")),
            cell(cells.get("gcp")),
            cell(cells.get("key")));
  }

  private static String cell(List<String> targets) {
    return targets.isEmpty() ? "-" : String.join("<br>", targets);
  }

  private static String kind(ServiceConfig service) {
    return switch (service) {
      case ServiceConfig.Bedrock bedrock -> "Bedrock";
      case ServiceConfig.BedrockMantle mantle -> "mantle";
      case ServiceConfig.AzureOpenAi azure -> "Azure OpenAI";
      case ServiceConfig.Foundry foundry -> "Foundry";
      case ServiceConfig.Vertex vertex -> "Vertex AI";
      case ServiceConfig.OpenAi openAi -> "OpenAI";
      case ServiceConfig.Anthropic anthropic -> "Anthropic";
    };
  }

  private static String how(ServiceConfig service, Target target, Capabilities can) {
    if (can.family().startsWith("text-embedding")) {
      return "Embeddings";
    }
    Protocol protocol =
        switch (service) {
          case ServiceConfig.Bedrock bedrock -> bedrock.choice().of(target.model(), can);
          case ServiceConfig.BedrockMantle mantle -> mantle.choice().of(target.model(), can);
          case ServiceConfig.Vertex vertex -> VertexProtocols.BY_ID.of(target.model(), can);
          case ServiceConfig.AzureOpenAi azure -> ofOpenAi(azure.protocol(), can);
          case ServiceConfig.OpenAi openAi -> ofOpenAi(openAi.protocol(), can);
          case ServiceConfig.Foundry foundry -> Protocol.MESSAGES;
          case ServiceConfig.Anthropic anthropic -> Protocol.MESSAGES;
        };
    return switch (protocol) {
      case CHAT -> "chat completions";
      case RESPONSES -> "Responses";
      case MESSAGES -> "Messages";
      case CONVERSE -> "Converse";
      case GENERATE_CONTENT -> "generateContent";
    };
  }

  private static Protocol ofOpenAi(Optional<Protocol> declared, Capabilities can) {
    return declared.orElse(can.responses() ? Protocol.RESPONSES : Protocol.CHAT);
  }
}
