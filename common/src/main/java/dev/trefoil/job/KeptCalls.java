package dev.trefoil.job;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.Door;
import dev.trefoil.door.KeptCall;
import dev.trefoil.door.KeptEndpoint;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.RouteAccess;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads and answers the calls of all doors that can be kept. Which one a body is for says its
 * {@code path}, in {@code {"path", "request"}}; a body of itself is chat's or embeddings', told
 * apart by its fields.
 */
public final class KeptCalls {
  private static final String CHAT = "chat/completions";
  private static final String EMBEDDINGS = "embeddings";
  private static final String PATH = "path";
  private static final String REQUEST = "request";

  private final List<Door> doors;
  private final RouteAccess access;

  /**
   * @param doors of wire formats; what belongs to none is refused in the form of the first
   */
  public KeptCalls(Gateway gateway, List<Door> doors) {
    this.doors = List.copyOf(doors);
    this.access = new RouteAccess(gateway);
  }

  /** A request for a path, as {@link #read} takes it. */
  static String wrapped(String path, String request) {
    return Json.object(
        json -> {
          json.writeStringField(PATH, path);
          json.writeFieldName(REQUEST);
          json.writeRawValue(request);
        });
  }

  /**
   * Reads the request, once, and calls nothing.
   *
   * @throws Problem 400 when it is malformed, is for a path of which nothing is kept, or wants a
   *     stream; 403 when the caller may not ask for what it names
   */
  KeptCall read(byte[] body, CallInfo info) throws Problem {
    JrsValue json = RequestJson.read(body);
    KeptCall call =
        isWrapped(json) ? named(RequestFields.of(json), info) : endpoint(of(json)).read(json, info);
    access.check(info.caller(), call.model(), call.preferences());
    return call;
  }

  /** What was valid before there were paths stays what it was. */
  private static boolean isWrapped(JrsValue json) {
    return json instanceof JrsObject object
        && object.get("messages") == null
        && object.get("input") == null
        && (object.get(PATH) != null || object.get(REQUEST) != null);
  }

  private KeptCall named(RequestFields fields, CallInfo info) throws Problem {
    String path = fields.requiredText(PATH);
    JrsValue request = fields.value(REQUEST).orElseThrow(() -> fields.missing(REQUEST));
    if (!(request instanceof JrsObject)) {
      throw RequestFields.wrongType(REQUEST, "an object", request);
    }
    if (!fields.rest().isEmpty()) {
      String other = fields.rest().iterator().next();
      throw Problem.invalid(other, "Beside 'path' and 'request' there is no '" + other + "'.");
    }
    KeptEndpoint endpoint =
        kept(path.replaceFirst("^/?(v1/)?", ""))
            .orElseThrow(
                () ->
                    Problem.unsupported(
                        PATH,
                        "'path' is not that of a call that can be kept, like"
                            + " /v1/chat/completions."));
    return endpoint.read(request, info);
  }

  private static String of(JrsValue json) throws Problem {
    boolean input = json.isObject() && json.get("input") != null;
    if (!input && json.isObject() && json.get("messages") == null) {
      throw Problem.of(
              400,
              "missing_required_parameter",
              "'messages' of a chat request is missing, or 'input' of an embeddings request; any"
                  + " other is {\"path\", \"request\"}.")
          .withParam("messages");
    }
    return input ? EMBEDDINGS : CHAT;
  }

  /**
   * Answers it.
   *
   * @throws Problem when it is answered with one; nothing has been sent then
   * @throws IOException when the caller is gone
   */
  void answer(KeptCall call, CallInfo info, ResponseSink sink) throws Problem, IOException {
    endpoint(call.path()).answer(call, info, sink);
  }

  /**
   * Answers a call with a problem, as its door does.
   *
   * @param call empty where no door could read it
   */
  void refuse(Optional<KeptCall> call, Problem problem, String requestId, ResponseSink sink)
      throws IOException {
    Door door =
        call.flatMap(read -> doors.stream().filter(one -> keeps(one, read.path())).findFirst())
            .orElse(doors.getFirst());
    door.refuse(problem, requestId, new Headers(), sink);
  }

  private static boolean keeps(Door door, String path) {
    return door.kept(path).isPresent();
  }

  /** A call may have been kept by a process that has another door. */
  private KeptEndpoint endpoint(String path) throws Problem {
    return kept(path)
        .orElseThrow(
            () -> Problem.of(501, "not_kept_here", "No call of /" + path + " is answered later."));
  }

  private Optional<KeptEndpoint> kept(String path) {
    return doors.stream().flatMap(door -> door.kept(path).stream()).findFirst();
  }
}
