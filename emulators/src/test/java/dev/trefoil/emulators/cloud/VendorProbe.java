// A function process in small: the vendors' clients, set up by their environment alone.
package dev.trefoil.emulators.cloud;

import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.Part;
import com.google.cloud.vertexai.api.PredictionServiceClient;
import com.google.cloud.vertexai.api.PredictionServiceSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/** Prints one line per answer: {@code name stopReason inputTokens/outputTokens text}. */
final class VendorProbe {

  private static final String TEXT = "hello from the probe";
  private static final String AWS_MODEL =
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-6";

  private VendorProbe() {}

  public static void main(String[] endpoints) throws Exception {
    bedrock(URI.create(endpoints[0]));
    azure(URI.create(endpoints[1]));
    vertex(URI.create(endpoints[2]));
  }

  private static void bedrock(URI endpoint) {
    Message message =
        Message.builder().role(ConversationRole.USER).content(ContentBlock.fromText(TEXT)).build();
    try (BedrockRuntimeAsyncClient client =
        BedrockRuntimeAsyncClient.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(endpoint)
            .httpClient(AwsCrtAsyncHttpClient.create())
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build()) {
      var whole = client.converse(r -> r.modelId(AWS_MODEL).messages(message)).join();
      System.out.printf(
          "converse %s %d/%d %s%n",
          whole.stopReasonAsString(),
          whole.usage().inputTokens(),
          whole.usage().outputTokens(),
          whole.output().message().content().getFirst().text());
      var text = new StringBuilder();
      var end = new StringBuilder();
      var visitor =
          ConverseStreamResponseHandler.Visitor.builder()
              .onContentBlockDelta(
                  event -> text.append('[').append(event.delta().text()).append(']'))
              .onMessageStop(event -> end.append(event.stopReasonAsString()))
              .onMetadata(
                  event ->
                      end.append(' ')
                          .append(event.usage().inputTokens())
                          .append('/')
                          .append(event.usage().outputTokens()))
              .build();
      client
          .converseStream(
              r -> r.modelId(AWS_MODEL).messages(message),
              ConverseStreamResponseHandler.builder().subscriber(visitor).build())
          .join();
      System.out.printf("converseStream %s %s%n", end, text);
    }
  }

  private static void azure(URI endpoint) throws Exception {
    String token =
        new ManagedIdentityCredentialBuilder()
            .build()
            .getTokenSync(
                new TokenRequestContext().addScopes("https://cognitiveservices.azure.com/.default"))
            .getToken();
    String body =
        "{\"model\":\"gpt-5.4\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(TEXT);
    try (HttpClient client = HttpClient.newHttpClient()) {
      var response =
          client.send(
              HttpRequest.newBuilder(endpoint.resolve("/openai/v1/chat/completions"))
                  .header("Authorization", "Bearer " + token)
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());
      var json = new com.fasterxml.jackson.databind.ObjectMapper().readTree(response.body());
      System.out.printf(
          "chat %s %s/%s %s%n",
          json.at("/choices/0/finish_reason").asText(),
          json.at("/usage/prompt_tokens"),
          json.at("/usage/completion_tokens"),
          json.at("/choices/0/message/content").asText());
    }
  }

  private static void vertex(URI endpoint) throws Exception {
    PredictionServiceSettings settings =
        PredictionServiceSettings.newBuilder()
            .setEndpoint(endpoint.getAuthority())
            .setCredentialsProvider(
                FixedCredentialsProvider.create(ComputeEngineCredentials.create()))
            .build();
    GenerateContentRequest request =
        GenerateContentRequest.newBuilder()
            .setModel("projects/p/locations/global/publishers/google/models/gemini-3.5-flash")
            .addContents(
                Content.newBuilder().setRole("user").addParts(Part.newBuilder().setText(TEXT)))
            .build();
    try (PredictionServiceClient client = PredictionServiceClient.create(settings)) {
      GenerateContentResponse whole = client.generateContent(request);
      System.out.printf(
          "generateContent %s %s%n",
          end(whole), whole.getCandidates(0).getContent().getParts(0).getText());
      var text = new StringBuilder();
      String end = "";
      for (GenerateContentResponse piece : client.streamGenerateContentCallable().call(request)) {
        for (Part part : piece.getCandidates(0).getContent().getPartsList()) {
          text.append('[').append(part.getText()).append(']');
        }
        end = end(piece);
      }
      System.out.printf("streamGenerateContent %s %s%n", end, text);
    }
  }

  private static String end(GenerateContentResponse response) {
    return "%s %d/%d"
        .formatted(
            response.getCandidates(0).getFinishReason(),
            response.getUsageMetadata().getPromptTokenCount(),
            response.getUsageMetadata().getCandidatesTokenCount());
  }
}
