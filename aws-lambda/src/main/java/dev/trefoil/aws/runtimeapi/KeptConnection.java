package dev.trefoil.aws.runtimeapi;

import java.io.IOException;
import java.util.Optional;

/** The connection on which a worker asks for invocations and posts what is whole. */
final class KeptConnection {
  private final RuntimeApi api;
  private Optional<Connection> connection = Optional.empty();
  private boolean waiting;
  private boolean stopped;

  KeptConnection(RuntimeApi api) {
    this.api = api;
  }

  /**
   * Waits for an invocation.
   *
   * @return empty where it was told to stop before one came
   * @throws IOException when none can come any more
   */
  Optional<Invocation> next() throws IOException {
    try {
      Connection open = asked();
      synchronized (this) {
        waiting = false;
      }
      Reply reply = reply(open);
      Refusal.throwUnlessAccepted(reply);
      return Optional.of(Invocation.of(reply));
    } catch (IOException e) {
      if (hasStopped()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Posts something whole and waits until it is taken. */
  void post(byte[] request) throws IOException {
    Connection open = opened();
    open.send(request);
    Refusal.throwUnlessAccepted(reply(open));
  }

  /** Ends a wait for an invocation, unless one is there already, and lets none begin. */
  synchronized void stop() throws IOException {
    stopped = true;
    if (waiting && connection.isPresent()) {
      connection.get().close();
    }
  }

  /** A connection on which a reply to the question for an invocation has begun. */
  private Connection asked() throws IOException {
    boolean kept = connection.isPresent();
    try {
      return ask();
    } catch (IOException e) {
      drop();
      // One that was left open may have been closed meanwhile, which a GET survives: RFC 9112,
      // 9.3.1.
      if (!kept || hasStopped()) {
        throw e;
      }
      return ask();
    }
  }

  private Connection ask() throws IOException {
    Connection open = opened();
    synchronized (this) {
      waiting = true;
      if (stopped) {
        throw new IOException("no invocation is waited for any more");
      }
    }
    byte[] request = api.next();
    open.send(request);
    open.awaitReply();
    return open;
  }

  private Reply reply(Connection open) throws IOException {
    Reply reply = open.reply();
    if (!reply.keepsConnection()) {
      drop();
    }
    return reply;
  }

  private synchronized Connection opened() throws IOException {
    if (connection.isEmpty()) {
      connection = Optional.of(api.connect());
    }
    return connection.get();
  }

  private synchronized void drop() throws IOException {
    if (connection.isPresent()) {
      connection.get().close();
      connection = Optional.empty();
    }
  }

  private synchronized boolean hasStopped() {
    return stopped;
  }
}
