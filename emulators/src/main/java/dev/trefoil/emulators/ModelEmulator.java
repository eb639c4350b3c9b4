// What every emulated model service is to those who start, steer and stop it.
package dev.trefoil.emulators;

import java.net.URI;

/** One emulated model service, listening on 127.0.0.1 until it is closed. */
public interface ModelEmulator extends AutoCloseable {

  /** The name of the service under {@code services} in trefoil.yaml; also the journal's. */
  String service();

  /** Which vendor's protocol it speaks. */
  ServiceKind kind();

  /**
   * Where it listens: {@code http://127.0.0.1:PORT} for Bedrock, Azure OpenAI and Anthropic, the
   * same and {@code /v1} for OpenAI, {@code https://127.0.0.1:PORT} (gRPC over TLS) for Vertex AI.
   * No trailing slash.
   */
  URI endpoint();

  /** Faults, replies, journal and pace. */
  Controls controls();

  /** Cuts what is under way and ends every thread. May be called twice. */
  @Override
  void close();
}
