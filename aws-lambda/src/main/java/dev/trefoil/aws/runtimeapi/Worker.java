package dev.trefoil.aws.runtimeapi;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Takes one invocation after the other. */
final class Worker {
  private static final System.Logger LOG = System.getLogger(Worker.class.getName());

  private final RuntimeApi api;
  private final KeptConnection connection;
  private final InvocationHandler handler;

  Worker(RuntimeApi api, InvocationHandler handler) {
    this.api = api;
    this.connection = new KeptConnection(api);
    this.handler = handler;
  }

  /**
   * Works until it is stopped.
   *
   * @throws IOException when the Runtime API is of no use any more
   */
  void run() throws IOException {
    for (Optional<Invocation> next = connection.next();
        next.isPresent();
        next = connection.next()) {
      answer(next.get());
      handler.answered();
    }
  }

  /** What is under way is finished. */
  void stop() throws IOException {
    connection.stop();
  }

  private void answer(Invocation invocation) throws IOException {
    PostedAnswer answer = new PostedAnswer(api, connection, invocation.id());
    try {
      handler.handle(invocation, answer);
      answer.end();
    } catch (VirtualMachineError e) {
      failed(invocation, answer, e);
      throw e; // A process that is out of memory is not to be given another.
    } catch (IOException | RuntimeException | Error e) {
      failed(invocation, answer, e);
    }
  }

  private static void failed(Invocation invocation, PostedAnswer answer, Throwable failure)
      throws IOException {
    if (failure instanceof Refusal refusal) {
      refused(invocation, refusal);
      return;
    }
    if (answer.isCut()) {
      LOG.log(
          Level.INFO,
          "nobody takes the answer to " + invocation.id() + " any more: " + failure.getMessage());
      return;
    }
    LOG.log(Level.ERROR, "the invocation " + invocation.id() + " failed", failure);
    try {
      answer.fail(
          new InvocationError(
              "Function.Failed", "The function failed; its log says why: " + invocation.id()));
    } catch (Refusal refusal) {
      refused(invocation, refusal);
    } catch (IOException e) {
      LOG.log(Level.INFO, "nobody takes the failure of " + invocation.id() + ": " + e.getMessage());
    }
  }

  /** Goes on where only this answer is not wanted: it came too late, or is too long. */
  private static void refused(Invocation invocation, Refusal refusal) throws Refusal {
    LOG.log(
        Level.WARNING, "the answer to " + invocation.id() + " is refused: " + refusal.getMessage());
    if (refusal.isFinal()) {
      throw refusal;
    }
  }
}
