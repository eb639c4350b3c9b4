// An embedding request that the service would accept.
package dev.trefoil.emulators.bedrock;

import java.util.List;

/**
 * A request.
 *
 * @param model whose form the answer has
 * @param texts in order
 * @param dimensions of each vector
 * @param normalized whether vectors have unit length
 * @param types {@code float}, {@code int8} and so on; none where none were asked for
 */
record EmbeddingRequest(
    EmbeddingModel model,
    List<String> texts,
    int dimensions,
    boolean normalized,
    List<String> types)
    implements BedrockRequest {}
