package dev.trefoil.guardrail;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.chat.Media;
import dev.trefoil.gateway.GuardrailException;
import dev.trefoil.guardrail.Checks.Sought;
import dev.trefoil.provider.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Checks of a request that look while the model is asked, all at once and each on a thread of its
 * own. The first that is against the request decides. For the thread that makes the call.
 */
final class BesideChecks {
  private final Checks checks;
  private final Call call;
  private final Cancellation against;
  private final Cancellation abandoned = new Cancellation();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final List<CompletableFuture<Sought>> looks = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private Optional<GuardrailException> refusal = Optional.empty();

  /**
   * @param against cancelled by the first check that is against the request
   */
  BesideChecks(Checks checks, Call call, Cancellation against) {
    this.checks = checks;
    this.call = call.endedBy(abandoned);
    this.against = against;
  }

  /** Lets an entry's checks look. */
  void begin(List<DeclaredCheck> entry, List<String> texts, List<Media.Inline> images) {
    CompletableFuture<Sought> look = new CompletableFuture<>();
    looks.add(look);
    threads.add(Thread.startVirtualThread(() -> look(entry, texts, images, look)));
  }

  private void look(
      List<DeclaredCheck> entry,
      List<String> texts,
      List<Media.Inline> images,
      CompletableFuture<Sought> look) {
    boolean stops = true;
    try {
      Sought sought = checks.seek(entry, texts, images, 0, Side.INPUT, call);
      stops = checks.stops(sought);
      look.complete(sought);
    } catch (RuntimeException | Error e) {
      look.completeExceptionally(e);
    } finally {
      if (stops) {
        stopped.complete(null);
        against.cancel();
      }
    }
  }

  /**
   * Waits until all have looked, or one is against the request.
   *
   * @throws GuardrailException when one is; the same each time
   */
  void await() throws GuardrailException {
    if (refusal.isEmpty() && !looks.isEmpty()) {
      CompletableFuture.anyOf(
              stopped, CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new)))
          .exceptionally(thrown -> null) // Thrown below.
          .join();
      refusal = judged();
      abandon();
    }
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  private Optional<GuardrailException> judged() {
    try {
      for (CompletableFuture<Sought> look : looks) {
        if (look.isDone()) {
          var unused = checks.judge(look.join());
        }
      }
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of(GuardrailException.blocked(e.finding()));
    } catch (GuardrailException e) {
      return Optional.of(e);
    }
  }

  /** Ends those that still look. */
  void abandon() {
    abandoned.cancel();
    threads.forEach(Thread::interrupt);
    threads.clear();
    looks.clear();
  }
}
