package dev.trefoil.emulators.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.Part;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that leave, and the emulator's own breaking of connections, which does not count. */
@Timeout(60)
class VertexAbandonedTest {

  private final VertexWire wire = new VertexWire();

  @AfterEach
  void close() {
    wire.close();
  }

  private static GenerateContentRequest request() {
    return GenerateContentRequest.newBuilder()
        .setModel("projects/p/locations/global/publishers/google/models/gemini-3.5-flash")
        .addContents(
            Content.newBuilder().setRole("user").addParts(Part.newBuilder().setText("a b c")))
        .build();
  }

  @Test
  void aCancelledCallIsAbandoned() throws Exception {
    wire.emulator.controls().fault(Fault.next(1, new Failure.Stall(1)));
    Context.CancellableContext context = Context.current().withCancellation();
    Iterator<GenerateContentResponse> pieces =
        context.call(() -> wire.stub().streamGenerateContent(request()));
    pieces.next();
    assertThat(wire.emulator.controls().abandoned()).isZero();
    context.cancel(null);
    wire.emulator.controls().awaitAbandoned(1);
    assertThat(wire.emulator.controls().abandoned()).isEqualTo(1);
  }

  @Test
  void aLostConnectionAbandonsItsCalls() throws InterruptedException {
    wire.emulator.controls().fault(Fault.next(1, new Failure.Stall(1)));
    Iterator<GenerateContentResponse> pieces = wire.stub().streamGenerateContent(request());
    pieces.next();
    wire.channel.shutdownNow();
    wire.emulator.controls().awaitAbandoned(1);
    assertThat(wire.emulator.controls().abandoned()).isEqualTo(1);
  }

  @Test
  void whatTheEmulatorBreaksItselfIsNotAbandoned() {
    for (Failure failure : new Failure[] {new Failure.Cut(0), new Failure.Reset()}) {
      wire.emulator.controls().fault(Fault.next(1, failure));
      assertThatThrownBy(() -> wire.stub().generateContent(request()))
          .isInstanceOf(StatusRuntimeException.class);
    }
    assertThat(wire.stub().generateContent(request()).getCandidatesCount()).isEqualTo(1);
    assertThat(wire.emulator.controls().abandoned()).isZero();
  }

  @Test
  void theEndpointIsKnownAfterTheEnd() {
    var endpoint = wire.emulator.endpoint();
    wire.emulator.close();
    assertThat(wire.emulator.endpoint()).isEqualTo(endpoint);
  }
}
