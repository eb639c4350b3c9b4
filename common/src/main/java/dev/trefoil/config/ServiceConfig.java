package dev.trefoil.config;

import dev.trefoil.target.Cloud;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** One model service, as declared under {@code services}. */
public sealed interface ServiceConfig {

  /** As written in the file. */
  String kind();

  /** The cloud whose managed identity the service takes by nature. */
  Cloud cloud();

  /** Whether {@code trefoil up} plays this service itself. */
  boolean emulate();

  /**
   * Amazon Bedrock.
   *
   * @param endpoint in place of the region's own
   */
  record Bedrock(String region, Optional<URI> endpoint, boolean emulate) implements ServiceConfig {
    static final String KIND = "bedrock";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Cloud cloud() {
      return Cloud.AWS;
    }
  }

  /**
   * Azure OpenAI.
   *
   * @param endpoint the account's own, {@code https://NAME.openai.azure.com}; absent only where
   *     {@code emulate} fills it in
   */
  record AzureOpenAi(Optional<URI> endpoint, boolean emulate) implements ServiceConfig {
    static final String KIND = "azure-openai";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Cloud cloud() {
      return Cloud.AZURE;
    }
  }

  /**
   * Vertex AI.
   *
   * @param location a region, {@code us}, {@code eu} or {@code global}
   * @param endpoint in place of the location's own; https only, since gRPC refuses to send a
   *     credential over anything else
   */
  record Vertex(String project, String location, Optional<URI> endpoint, boolean emulate)
      implements ServiceConfig {
    static final String KIND = "vertex";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Cloud cloud() {
      return Cloud.GCP;
    }
  }

  /** The kinds that can be declared. */
  List<String> KINDS = List.of(Bedrock.KIND, AzureOpenAi.KIND, Vertex.KIND);
}
