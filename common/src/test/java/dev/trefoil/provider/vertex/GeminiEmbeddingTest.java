package dev.trefoil.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.EmbeddingModel;
import dev.trefoil.provider.ModelService;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** A model that takes one text a request. */
class GeminiEmbeddingTest extends VertexEmbeddingContract {
  @Override
  protected String modelId() {
    return "gemini-embedding-001";
  }

  @Override
  protected int usualDimensions() {
    return 3072;
  }

  @Override
  protected int batch() {
    return 1;
  }

  @Test
  void noMoreThanEightRequestsAreUnderWayAtOnceAndACancellationEndsThemAll() throws Exception {
    controls().fault(Fault.always(new Failure.Silent()));
    int abandoned = controls().abandoned();
    Cancellation cancellation = new Cancellation();
    try (ModelService service = connect(endpoint(), true)) {
      FutureTask<Kind> failed =
          new FutureTask<>(() -> failure(service.embeddings().orElseThrow(), cancellation));
      Thread.ofVirtual().start(failed);
      while (controls().journal().size() < 8) {
        Thread.onSpinWait();
      }
      cancellation.cancel();

      assertThat(failed.get()).isEqualTo(Kind.TIMEOUT);
      controls().awaitAbandoned(abandoned + 8);
      assertThat(controls().journal()).hasSize(8);
    }
  }

  private Kind failure(EmbeddingModel model, Cancellation cancellation) {
    EmbeddingRequest request =
        new EmbeddingRequest(
            Collections.nCopies(20, new Input.Text("one")), OptionalInt.empty(), Optional.empty());
    try {
      model.embed(
          request,
          modelId(),
          new CallContext("test", Deadline.after(Duration.ofMinutes(1)), cancellation));
    } catch (ProviderException e) {
      return e.kind();
    }
    throw new AssertionError("vectors");
  }
}
