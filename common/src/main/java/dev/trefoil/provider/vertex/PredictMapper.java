package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.PredictRequest;
import com.google.cloud.vertexai.api.PredictResponse;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.List;
import java.util.OptionalInt;

/** Texts as predict's instances, and its predictions as vectors. */
final class PredictMapper {
  /** How far the square of a vector's length may be from 1 by rounding alone. */
  private static final double ROUNDING = 1e-3;

  private PredictMapper() {}

  /**
   * A text that is too long is to be refused: left to itself the service cuts it off, and the
   * vector would be of something else.
   */
  static PredictRequest request(String resource, List<String> texts, OptionalInt dimensions) {
    PredictRequest.Builder request = PredictRequest.newBuilder().setEndpoint(resource);
    for (String text : texts) {
      request
          .addInstancesBuilder()
          .getStructValueBuilder()
          .putFields("content", Value.newBuilder().setStringValue(text).build());
    }
    Struct.Builder parameters = request.getParametersBuilder().getStructValueBuilder();
    parameters.putFields("autoTruncate", Value.newBuilder().setBoolValue(false).build());
    dimensions.ifPresent(
        wanted ->
            parameters.putFields(
                "outputDimensionality", Value.newBuilder().setNumberValue(wanted).build()));
    return request.build();
  }

  /**
   * Adds a response's vectors.
   *
   * @param expected how many there must be
   * @return the tokens that the service counted
   */
  static long take(
      PredictResponse response, int expected, OptionalInt dimensions, List<float[]> vectors)
      throws ProviderException {
    if (response.getPredictionsCount() != expected) {
      throw new ProviderException(
          Kind.OVERLOADED,
          "Vertex AI gave " + response.getPredictionsCount() + " vectors for " + expected);
    }
    long tokens = 0;
    for (Value prediction : response.getPredictionsList()) {
      Struct embeddings = member(prediction.getStructValue(), "embeddings").getStructValue();
      float[] vector = vector(member(embeddings, "values").getListValue());
      if (dimensions.isPresent()) {
        normalize(vector);
      }
      vectors.add(vector);
      Struct statistics = member(embeddings, "statistics").getStructValue();
      tokens += (long) member(statistics, "token_count").getNumberValue();
    }
    return tokens;
  }

  private static Value member(Struct struct, String name) {
    return struct.getFieldsOrDefault(name, Value.getDefaultInstance());
  }

  private static float[] vector(ListValue values) throws ProviderException {
    if (values.getValuesCount() == 0) {
      throw new ProviderException(Kind.OVERLOADED, "Vertex AI gave a prediction without values");
    }
    float[] vector = new float[values.getValuesCount()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) values.getValues(i).getNumberValue();
    }
    return vector;
  }

  /**
   * OpenAI's vectors have the length 1, shortened ones too; gemini-embedding-001's shortened ones
   * do not (Google AI for Developers, "Embeddings": ensuring quality for smaller dimensions).
   */
  static void normalize(float[] vector) {
    double square = 0;
    for (float number : vector) {
      square += (double) number * number;
    }
    if (square > 0 && Math.abs(square - 1) > ROUNDING) {
      double length = Math.sqrt(square);
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (vector[i] / length);
      }
    }
  }
}
