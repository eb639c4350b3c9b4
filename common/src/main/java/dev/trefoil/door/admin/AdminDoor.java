package dev.trefoil.door.admin;

import dev.trefoil.door.Door;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.Endpoint.Access;
import dev.trefoil.door.Problem;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What operators, load balancers and browsers ask: whether somebody is there, and how targets do.
 */
public final class AdminDoor implements Door {
  private static final byte[] ALIVE = ascii("{\"status\":\"ok\"}");

  /** At the root, and where an OpenAI client's base URL ends. */
  private static final byte[] ROOT = ascii("{\"status\":\"ok\",\"base_url\":\"/v1\"}");

  private final TargetsEndpoint targets;
  private final Door problems;

  /**
   * @param problems the door whose form of problems this one shares
   */
  public AdminDoor(TargetsEndpoint targets, Door problems) {
    this.targets = targets;
    this.problems = problems;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "targets", (call, sink) -> targets.list(call.caller(), call.requestId(), sink)),
        new Endpoint("GET", "health", Access.OPEN, (call, sink) -> send(ALIVE, call, sink)),
        new Endpoint("GET", "", Access.OPEN, (call, sink) -> send(ROOT, call, sink)),
        // Claude Code asks for its headers, to see whether somebody is there.
        new Endpoint("GET", "api/hello", Access.OPEN, (call, sink) -> send(ALIVE, call, sink)));
  }

  @Override
  public void refuse(Problem problem, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    problems.refuse(problem, requestId, extra, sink);
  }

  private static void send(byte[] json, DoorCall call, ResponseSink sink) throws IOException {
    try (OutputStream out =
        sink.start(200, ResponseHeaders.unanswered(call.requestId(), "application/json"))) {
      out.write(json);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
