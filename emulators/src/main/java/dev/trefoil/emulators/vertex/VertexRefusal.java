// A request that Vertex AI would refuse.
package dev.trefoil.emulators.vertex;

import com.google.rpc.Status;

/** Carries the refusal to where it is sent. */
final class VertexRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Status status;

  VertexRefusal(Status status) {
    super(status.getMessage(), null, false, false);
    this.status = status;
  }

  Status status() {
    return status;
  }
}
