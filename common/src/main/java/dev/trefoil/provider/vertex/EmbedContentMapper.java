package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.EmbedContentRequest;
import com.google.cloud.vertexai.api.EmbedContentResponse;
import com.google.cloud.vertexai.api.Part;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.List;
import java.util.OptionalInt;

/** A text as embedContent's content, of which there is one a request, and its embedding. */
final class EmbedContentMapper {
  private EmbedContentMapper() {}

  /** A text that is too long is to be refused, as {@link PredictMapper#request} has it. */
  static EmbedContentRequest request(String resource, String text, OptionalInt dimensions) {
    EmbedContentRequest.Builder request =
        EmbedContentRequest.newBuilder()
            .setModel(resource)
            .setContent(
                Content.newBuilder().setRole("user").addParts(Part.newBuilder().setText(text)))
            .setAutoTruncate(false);
    dimensions.ifPresent(request::setOutputDimensionality);
    return request.build();
  }

  /**
   * Adds a response's vector.
   *
   * @return the tokens that the service counted
   */
  static long take(EmbedContentResponse response, OptionalInt dimensions, List<float[]> vectors)
      throws ProviderException {
    if (response.getEmbedding().getValuesCount() == 0) {
      throw new ProviderException(Kind.OVERLOADED, "Vertex AI gave an embedding without values");
    }
    float[] vector = new float[response.getEmbedding().getValuesCount()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = response.getEmbedding().getValues(i);
    }
    if (dimensions.isPresent()) {
      PredictMapper.normalize(vector);
    }
    vectors.add(vector);
    return response.getUsageMetadata().getPromptTokenCount();
  }
}
