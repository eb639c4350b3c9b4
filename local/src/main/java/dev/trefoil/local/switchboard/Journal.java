// /journal: what the services received.
package dev.trefoil.local.switchboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.ModelEmulator;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Shows and forgets requests. */
final class Journal {
  private final Services services;

  Journal(Services services) {
    this.services = services;
  }

  JsonNode answer(Call call) throws RefusedException {
    if (call.namesAService()) {
      throw RefusedException.notFound(call);
    }
    call.allow("GET", "DELETE");
    Collection<ModelEmulator> asked = services.emulated().values();
    int last = Integer.MAX_VALUE;
    for (Map.Entry<String, String> parameter : call.query().entrySet()) {
      switch (parameter.getKey()) {
        case "service" -> asked = List.of(services.get(parameter.getValue()));
        case "last" -> last = count(parameter.getValue());
        default ->
            throw RefusedException.bad(
                parameter.getKey() + ": is not known here, only service and last are");
      }
    }
    if (call.method().equals("DELETE")) {
      asked.forEach(service -> service.controls().clearJournal());
    }
    ObjectNode json = Json.object();
    ArrayNode requests = json.putArray("requests");
    last(asked, last).forEach(entry -> requests.add(json(entry)));
    return json;
  }

  /** The last requests of all services, oldest first. */
  List<JournalEntry> last(int count) {
    return last(services.emulated().values(), count);
  }

  private static List<JournalEntry> last(Collection<ModelEmulator> services, int count) {
    List<JournalEntry> all =
        services.stream()
            .flatMap(service -> service.controls().journal().stream())
            .sorted(Comparator.comparing(JournalEntry::at))
            .toList();
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  private static int count(String text) throws RefusedException {
    if (!text.matches("[0-9]{1,9}")) {
      throw RefusedException.bad("last: must be a whole number");
    }
    return Integer.parseInt(text);
  }

  private static JsonNode json(JournalEntry entry) {
    ObjectNode json = Json.object();
    json.put("at", entry.at().toString());
    json.put("service", entry.service());
    json.put("method", entry.method());
    json.put("path", entry.path());
    json.put("principal", entry.principal());
    json.put("issuer", entry.origin().issuer());
    json.put("subject", entry.origin().subject());
    ObjectNode headers = json.putObject("headers");
    entry.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
    json.set("body", entry.body());
    return json;
  }
}
