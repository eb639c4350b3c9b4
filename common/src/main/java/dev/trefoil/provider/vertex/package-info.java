/** Vertex AI by generateContent and streamGenerateContent, over gRPC. */
package dev.trefoil.provider.vertex;
