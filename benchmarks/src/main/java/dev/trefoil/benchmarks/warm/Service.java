// The services that calls are measured to.
package dev.trefoil.benchmarks.warm;

/** A cloud's own model service, and what its bare client's calls are called. */
public enum Service {
  BEDROCK("bedrock", "us.anthropic.claude-sonnet-4-6", "SDK, converse", "SDK, converseStream"),
  AZURE("azure", "gpt-5.2", "java.net.http + Jackson, plain", "java.net.http + Jackson, streamed"),
  VERTEX("vertex_ai", "gemini-3.5-flash", "SDK, generateContent", "SDK, streamGenerateContent");

  private final String service;
  private final String model;
  private final String wholeCall;
  private final String streamedCall;

  Service(String service, String model, String wholeCall, String streamedCall) {
    this.service = service;
    this.model = model;
    this.wholeCall = wholeCall;
    this.streamedCall = streamedCall;
  }

  /** As the configuration calls it. */
  public String service() {
    return service;
  }

  /** A model of it. */
  public String model() {
    return model;
  }

  /** The model as our callers name it outright. */
  public String target() {
    return service + "/" + model;
  }

  String bare(boolean stream) {
    return stream ? streamedCall : wholeCall;
  }
}
