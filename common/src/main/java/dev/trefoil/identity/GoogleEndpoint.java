package dev.trefoil.identity;

import java.net.URI;

/** Where Google Cloud's services are. */
public final class GoogleEndpoint {
  private GoogleEndpoint() {}

  /**
   * Vertex AI, by location: Google Cloud, "Generative AI on Vertex AI: deployments and endpoints".
   *
   * @param location a region, a multi-region ({@code us}, {@code eu}) or {@code global}
   */
  public static URI vertex(String location) {
    return URI.create(
        "https://"
            + switch (location) {
              case "global" -> "aiplatform.googleapis.com";
              case "us", "eu" -> "aiplatform." + location + ".rep.googleapis.com";
              default -> location + "-aiplatform.googleapis.com";
            });
  }
}
