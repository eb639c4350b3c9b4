// What can be asked of OpenAI's API.
package dev.trefoil.emulators.openai;

/** A request that the service would accept. */
public sealed interface OpenAiRequest permits ChatRequest, ResponsesRequest, EmbeddingRequest {}
