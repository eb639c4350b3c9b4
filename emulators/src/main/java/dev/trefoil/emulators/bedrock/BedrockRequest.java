// What Bedrock can be asked for.
package dev.trefoil.emulators.bedrock;

/** A request that the service would accept. */
sealed interface BedrockRequest permits ConverseRequest, EmbeddingRequest {}
