// The simple sort of host: one process that listens itself, and another when it has crashed.
package dev.trefoil.local.host;

import dev.trefoil.local.child.Child;
import java.io.IOException;
import java.util.List;

/** A function in a process that is its own HTTP server. */
public final class ServerHost implements FunctionHost {
  private final String name;
  private final int port;
  private final Starter starter;
  private Child child;
  private boolean ready;
  private boolean closed;

  /** Starts the process; it listens on the host's port. */
  @FunctionalInterface
  public interface Starter {
    Child start() throws IOException;
  }

  private ServerHost(String name, int port, Starter starter) {
    this.name = name;
    this.port = port;
    this.starter = starter;
  }

  /** Starts the first process. */
  public static ServerHost start(String name, int port, Starter starter) throws IOException {
    ServerHost host = new ServerHost(name, port, starter);
    host.startChild();
    return host;
  }

  private synchronized void startChild() throws IOException {
    child = starter.start();
    child.onExit().thenRun(this::ended);
  }

  /** As the platforms do: a process that once was well and has ended is replaced. */
  private synchronized void ended() {
    if (!ready || closed) {
      return;
    }
    if (!child.wasKilled()) {
      System.err.println(child.obituary());
    }
    try {
      startChild();
    } catch (IOException e) {
      System.err.println(name + " cannot be started again: " + e);
    }
  }

  private synchronized Child child() {
    return child;
  }

  private synchronized void markReady() {
    ready = true;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public List<Long> pids() {
    Child current = child();
    return current.isAlive() ? List.of(current.pid()) : List.of();
  }

  @Override
  public boolean kill(long pid) {
    Child current = child();
    if (current.pid() != pid || !current.isAlive()) {
      return false;
    }
    current.kill();
    return true;
  }

  @Override
  public void awaitReady(String path) throws IOException, InterruptedException {
    Readiness.await(child(), port, path);
    markReady();
  }

  /** Waits until it listens: for a function that answers nothing but events. */
  public void awaitListening() throws IOException, InterruptedException {
    Readiness.awaitListening(child(), port);
    markReady();
  }

  @Override
  public void close() {
    Child last;
    synchronized (this) {
      closed = true;
      last = child;
    }
    last.close();
  }
}
