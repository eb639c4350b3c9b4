package dev.trefoil.endpoints;

import dev.trefoil.auth.Authenticator;
import dev.trefoil.door.Door;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.Problem;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Says a text back, and problems as plain text. */
public final class EchoDoor implements Door {
  /** A core that has no other door, and lets everybody in. */
  public static HttpHandler alone() {
    return new Endpoints(
        List.of(new EchoDoor()), Authenticator.NONE, HttpSettings.of(1000), Optional.empty());
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(Endpoint.paid("echo", EchoDoor::echo));
  }

  private static void echo(DoorCall call, ResponseSink sink) throws Problem, IOException {
    byte[] body = call.body();
    if (body.length == 0) {
      throw Problem.invalid("text", "there is nothing to say");
    }
    write(200, body, call.requestId(), new Headers(), sink);
  }

  @Override
  public void refuse(Problem problem, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    String text = problem.param().orElse("-") + ": " + problem.getMessage();
    write(problem.status(), text.getBytes(StandardCharsets.UTF_8), requestId, extra, sink);
  }

  private static void write(
      int status, byte[] body, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    Headers headers = ResponseHeaders.unanswered(requestId, "text/plain");
    extra.forEach(headers::set);
    try (OutputStream out = sink.start(status, headers)) {
      out.write(body);
    }
  }
}
