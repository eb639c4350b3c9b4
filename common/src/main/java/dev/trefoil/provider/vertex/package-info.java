/** Vertex AI over gRPC: generateContent and streamGenerateContent to chat, predict to embed. */
package dev.trefoil.provider.vertex;
