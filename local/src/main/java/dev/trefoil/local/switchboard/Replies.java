// /replies: what a service answers next, word for word.
package dev.trefoil.local.switchboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.Reply;
import java.util.ArrayList;
import java.util.List;

/** Sets and clears replies. Every call answers with how many are left at each service. */
final class Replies {
  private final Services services;

  Replies(Services services) {
    this.services = services;
  }

  JsonNode answer(Call call) throws RefusedException {
    if (call.namesAService()) {
      call.allow("PUT", "DELETE");
      ModelEmulator service = services.get(call.path().get(1));
      if (call.method().equals("PUT")) {
        service.controls().replies(parse(call, service));
      } else {
        service.controls().clearReplies();
      }
    } else {
      call.allow("GET", "DELETE");
      if (call.method().equals("DELETE")) {
        services.emulated().values().forEach(service -> service.controls().clearReplies());
      }
    }
    return left();
  }

  private static List<Reply> parse(Call call, ModelEmulator service) throws RefusedException {
    ObjectNode body = Json.readObject(call.body());
    JsonNode list = body.path("replies");
    for (String field : (Iterable<String>) body::fieldNames) {
      if (!field.equals("replies")) {
        throw RefusedException.bad(field + ": is not a field here, only replies is");
      }
    }
    if (!list.isArray()) {
      throw RefusedException.bad("replies: must be an array");
    }
    List<Reply> replies = new ArrayList<>();
    for (JsonNode reply : list) {
      try {
        replies.add(Reply.parse(reply, service.kind()));
      } catch (IllegalArgumentException e) {
        throw RefusedException.bad("replies[" + replies.size() + "]: " + e.getMessage());
      }
    }
    return replies;
  }

  private JsonNode left() {
    ObjectNode json = Json.object();
    ObjectNode replies = json.putObject("replies");
    services
        .emulated()
        .forEach((name, service) -> replies.put(name, service.controls().replies().size()));
    return json;
  }
}
