package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.conversation.Item;
import dev.trefoil.conversation.NotKeptException;
import dev.trefoil.conversation.Past;
import dev.trefoil.conversation.Threads;
import dev.trefoil.conversation.TooLongException;
import dev.trefoil.conversation.Turn;
import dev.trefoil.conversation.TurnKey;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.Problem;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.json.Json;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Responses as turns of threads: a response's key is its turn's. */
public final class StoredResponses implements KeptResponses {
  private static final System.Logger LOG = System.getLogger(StoredResponses.class.getName());

  /** How long a caller is kept waiting for a store that does not take its answer. */
  private static final Duration STORING = Duration.ofSeconds(2);

  private static final String PREVIOUS = "previous_response_id";
  private static final String OUTPUT = "output";

  private final Threads threads;

  public StoredResponses(Threads threads) {
    this.threads = threads;
  }

  @Override
  public boolean keeps() {
    return true;
  }

  @Override
  public Begun begin(CallInfo info, Optional<String> previous, List<String> references)
      throws Problem {
    Optional<TurnKey> before = Optional.empty();
    if (previous.isPresent()) {
      before = ItemIds.ofResponse(previous.get());
      if (before.isEmpty()) {
        throw notFound(previous.get());
      }
    }
    try {
      Past past =
          threads.past(
              info.caller(),
              before,
              references.stream().flatMap(id -> reference(id).stream()).toList(),
              info.deadline());
      Map<String, String> referred = new LinkedHashMap<>();
      past.referred().forEach((id, item) -> referred.put(id, item.json()));
      return new Begun(
          past.next().text(), past.items().stream().map(Item.Whole::json).toList(), referred);
    } catch (NotKeptException e) {
      throw before.filter(e.missing()::equals).isPresent()
          ? notFound(previous.orElseThrow())
          : Problem.of(
                  404,
                  "previous_response_not_found",
                  "'"
                      + previous.orElseThrow()
                      + "' goes on from '"
                      + new ItemIds(e.missing().text()).response()
                      + "', which is not kept any more.")
              .withParam(PREVIOUS);
    } catch (TooLongException e) {
      throw Problem.of(
              400,
              "context_length_exceeded",
              "What the call goes on from is too long: " + e.getMessage() + ".")
          .withParam(previous.isPresent() ? PREVIOUS : "input");
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  private static Problem notFound(String id) {
    return Problem.of(
            404,
            "previous_response_not_found",
            "No response with the id '" + id + "' is kept here.")
        .withParam(PREVIOUS);
  }

  private static Optional<Item.Reference> reference(String id) {
    return ItemIds.turnOf(id).map(turn -> new Item.Reference(id, turn));
  }

  @Override
  public String another(String key) {
    return threads.another(new TurnKey(key)).text();
  }

  @Override
  public boolean keep(CallInfo info, KeptResponse response) {
    try {
      threads.keep(
          info.caller(),
          new Turn(
              ItemIds.ofResponse(response.id()).orElseThrow(),
              response.previous().flatMap(ItemIds::ofResponse),
              response.inputItems().stream().map(StoredResponses::input).toList(),
              response.outputItems().stream().<Item>map(StoredResponses::whole).toList(),
              withOutput(response.json(), List.of())),
          info.deadline().within(STORING));
      return true;
    } catch (StoreException e) {
      LOG.log(Level.WARNING, response.id() + " is not kept: " + e.getMessage());
      return false;
    }
  }

  private static Item input(String json) {
    Item.Whole whole = whole(json);
    return "item_reference".equals(text(json, "type"))
        ? reference(whole.id()).<Item>map(reference -> reference).orElse(whole)
        : whole;
  }

  private static Item.Whole whole(String json) {
    return new Item.Whole(text(json, "id"), json);
  }

  @Override
  public Optional<KeptResponse> find(CallInfo info, String id) throws Problem {
    Optional<TurnKey> key = ItemIds.ofResponse(id);
    if (key.isEmpty()) {
      return Optional.empty();
    }
    try {
      return threads.find(info.caller(), key.get(), info.deadline()).map(StoredResponses::response);
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  private static KeptResponse response(Turn turn) {
    List<String> output = turn.output().stream().map(StoredResponses::json).toList();
    return new KeptResponse(
        new ItemIds(turn.key().text()).response(),
        turn.previous().map(key -> new ItemIds(key.text()).response()),
        turn.input().stream().map(StoredResponses::json).toList(),
        output,
        withOutput(turn.answer(), output));
  }

  private static String json(Item item) {
    return switch (item) {
      case Item.Whole whole -> whole.json();
      case Item.Reference reference ->
          Json.object(
              json -> {
                json.writeStringField("type", "item_reference");
                json.writeStringField("id", reference.id());
              });
    };
  }

  @Override
  public boolean delete(CallInfo info, String id) throws Problem {
    Optional<TurnKey> key = ItemIds.ofResponse(id);
    try {
      return key.isPresent() && threads.delete(info.caller(), key.get(), info.deadline());
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  /** The response with other items in its output: they are kept once. */
  private static String withOutput(String response, List<String> items) {
    JrsObject read = object(response);
    return Json.object(
        json -> {
          Iterator<Map.Entry<String, JrsValue>> members = read.fields();
          while (members.hasNext()) {
            Map.Entry<String, JrsValue> member = members.next();
            json.writeFieldName(member.getKey());
            if (member.getKey().equals(OUTPUT)) {
              json.writeStartArray();
              for (String item : items) {
                json.writeRawValue(item);
              }
              json.writeEndArray();
            } else {
              Json.write(json, member.getValue());
            }
          }
        });
  }

  private static String text(String json, String name) {
    return Json.text(object(json), name).orElse("");
  }

  private static JrsObject object(String json) {
    try {
      return Json.readWhole(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("what is kept of a response is no JSON object", e);
    }
  }
}
