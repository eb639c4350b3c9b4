// What is worth knowing of the library that Gemini is called with.
package dev.trefoil.deployment.doctor;

import dev.trefoil.config.ServiceConfig;
import dev.trefoil.config.TrefoilConfig;
import java.util.List;

/**
 * Says that Google has ended the development of google-cloud-vertexai. Sources: "Generative AI on
 * Vertex AI deprecations" (Google Cloud, as of 2026-05-20); the library's own notice, which is of
 * its package {@code generativeai} alone.
 */
final class VertexNote {
  private VertexNote() {}

  static List<Finding> of(TrefoilConfig config) {
    return config.services().values().stream().anyMatch(ServiceConfig.Vertex.class::isInstance)
        ? List.of(
            new Finding.Note(
                "Google has deprecated its library for Gemini, google-cloud-vertexai (2025-06-24,"
                    + " removal of its generativeai package 2026-06-24); the part that Trefoil calls"
                    + " is not deprecated, but knows no thinking levels",
                "nothing is to be done: requests with reasoning_effort for Gemini 3 go by REST, all"
                    + " others by the library (docs/deploy-gcp.md)"))
        : List.of();
  }
}
