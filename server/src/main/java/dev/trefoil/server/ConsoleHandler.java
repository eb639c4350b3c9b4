package dev.trefoil.server;

import dev.trefoil.console.ConsolePage;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.io.OutputStream;

/** Gives the console's page, for which nobody is asked who they are, and hands on all else. */
final class ConsoleHandler implements HttpHandler {
  private static final String PAGE = "/dev/trefoil/console/ConsolePage.class";

  private final ConsolePage page = ConsolePage.ofServer();
  private final HttpHandler core;

  /**
   * @param core answers what is not the page's
   */
  ConsoleHandler(HttpHandler core) {
    this.core = core;
  }

  /** Whether the page is in the archive: those of functions are without it. */
  static boolean isHere() {
    return ConsoleHandler.class.getResource(PAGE) != null;
  }

  @Override
  public void handle(HttpCall call, ResponseSink sink) throws IOException {
    if (!ConsolePage.isOf(call.path())) {
      core.handle(call, sink);
      return;
    }
    ConsolePage.Answer answer =
        page.answer(
            call.method(), call.path(), String.join(",", call.headers().all("accept-encoding")));
    Headers headers = new Headers();
    answer.headers().forEach(headers::set);
    try (OutputStream out = sink.start(answer.status(), headers)) {
      if (!call.method().equals("HEAD")) {
        out.write(answer.body());
      }
    }
  }
}
