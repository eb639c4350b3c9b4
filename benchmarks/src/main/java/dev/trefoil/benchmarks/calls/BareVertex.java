// Vertex AI by Google's low-level client alone.
package dev.trefoil.benchmarks.calls;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.auth.Credentials;
import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.GenerationConfig;
import com.google.cloud.vertexai.api.PredictionServiceClient;
import com.google.cloud.vertexai.api.PredictionServiceSettings;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.net.URI;

/** generateContent or streamGenerateContent over gRPC on OkHttp. */
final class BareVertex implements Caller {
  private final PredictionServiceClient client;
  private final String resource;
  private final Prompt prompt;
  private final boolean stream;

  BareVertex(URI endpoint, Credentials credentials, String resource, Prompt prompt, boolean stream)
      throws IOException {
    this.client =
        PredictionServiceClient.create(
            PredictionServiceSettings.newBuilder()
                .setTransportChannelProvider(
                    FixedTransportChannelProvider.create(
                        GrpcTransportChannel.create(
                            OkHttpChannelBuilder.forAddress(endpoint.getHost(), endpoint.getPort())
                                .disableRetry()
                                .disableServiceConfigLookUp()
                                .build())))
                .setCredentialsProvider(FixedCredentialsProvider.create(credentials))
                .setEndpoint(endpoint.getHost() + ":" + endpoint.getPort())
                .build());
    this.resource = resource;
    this.prompt = prompt;
    this.stream = stream;
  }

  @Override
  public int call() {
    if (!stream) {
      return length(client.generateContentCallable().call(request()));
    }
    int length = 0;
    for (GenerateContentResponse response :
        client.streamGenerateContentCallable().call(request())) {
      length += length(response);
    }
    return length;
  }

  private static int length(GenerateContentResponse response) {
    int length = 0;
    for (var candidate : response.getCandidatesList()) {
      for (var part : candidate.getContent().getPartsList()) {
        length += part.getText().length();
      }
    }
    return length;
  }

  private GenerateContentRequest request() {
    GenerateContentRequest.Builder request =
        GenerateContentRequest.newBuilder()
            .setModel(resource)
            .setGenerationConfig(
                GenerationConfig.newBuilder().setMaxOutputTokens(prompt.maxTokens()));
    prompt
        .system()
        .ifPresent(text -> request.getSystemInstructionBuilder().addPartsBuilder().setText(text));
    for (int i = 0; i < prompt.turns().size(); i++) {
      Content.Builder content =
          request.addContentsBuilder().setRole(Prompt.isModels(i) ? "model" : "user");
      content.addPartsBuilder().setText(prompt.turns().get(i));
    }
    return request.build();
  }
}
