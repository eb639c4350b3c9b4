package dev.trefoil.servlet;

import dev.trefoil.http.HttpHandler;
import dev.trefoil.servlet.ServletServer.Running;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Servlets before cores, until they are closed. */
public final class RunningServlets implements AutoCloseable {
  private static final Duration TIME = Duration.ofSeconds(30);

  private final Deque<Running> running = new ArrayDeque<>();

  /** Starts one, and says at which port. */
  public int start(ServletServer server, HttpHandler core) throws Exception {
    running.push(server.start(Site.of(new TrefoilServlet(core, TIME))));
    return running.peek().port();
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      running.pop().close();
    }
  }
}
