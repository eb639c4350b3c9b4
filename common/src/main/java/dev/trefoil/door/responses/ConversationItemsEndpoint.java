package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.conversation.Conversation;
import dev.trefoil.conversation.ConversationItems;
import dev.trefoil.conversation.ConversationKey;
import dev.trefoil.conversation.Item;
import dev.trefoil.conversation.LockedException;
import dev.trefoil.conversation.NoConversationException;
import dev.trefoil.conversation.TooLongException;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.http.Query;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Says, lists, tells and deletes the items of conversations. */
final class ConversationItemsEndpoint {
  private final KeptResponses kept;

  ConversationItemsEndpoint(KeptResponses kept) {
    this.kept = kept;
  }

  /**
   * Answers {@code POST /v1/conversations/{id}/items}.
   *
   * @throws Problem 400 when the body is malformed, 404 where there is no such conversation of this
   *     caller's, 409 while a response is made in it
   */
  void create(DoorCall call, ResponseSink sink) throws Problem, IOException {
    RequestFields fields = RequestFields.of(RequestJson.read(call.body()));
    List<JrsValue> items = ItemsParser.read(fields, true);
    ConversationKey key = ConversationsEndpoint.key(call);
    List<String> said;
    try {
      said =
          json(
              ConversationProblems.required(kept)
                  .append(
                      call.caller(),
                      key,
                      turn -> ItemsParser.kept(items, new ItemIds(turn.text())),
                      call.info().deadline()));
    } catch (NoConversationException e) {
      throw ConversationProblems.notFound(call.parameter("id"));
    } catch (LockedException e) {
      throw ConversationProblems.of(e, key);
    } catch (TooLongException e) {
      throw ConversationProblems.of(e);
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    KeptResponsesEndpoint.send(
        call, sink, ItemPages.list(said, ItemPages.isEncrypted(call.query()), false));
  }

  private static List<String> json(List<Item> items) {
    return items.stream()
        .filter(Item.Whole.class::isInstance)
        .map(Item.Whole.class::cast)
        .map(Item.Whole::json)
        .toList();
  }

  /**
   * Answers {@code GET /v1/conversations/{id}/items}.
   *
   * @throws Problem 400 when the query is malformed, 404 where there is no such conversation of
   *     this caller's, or no item as {@code after} names
   */
  void list(DoorCall call, ResponseSink sink) throws Problem, IOException {
    Query query = call.query();
    int limit = ItemPages.limit(query);
    boolean descending = ItemPages.isDescending(query);
    ConversationKey key = ConversationsEndpoint.key(call);
    Optional<String> after = query.last("after").filter(id -> !id.isEmpty());
    Optional<Item.Reference> last = after.flatMap(ItemIds::reference);
    Optional<ConversationItems.Page> page = Optional.empty();
    try {
      if (after.isPresent() == last.isPresent()) {
        page =
            ConversationProblems.required(kept)
                .items()
                .list(call.caller(), key, last, descending, limit, call.info().deadline());
      }
    } catch (NoConversationException e) {
      throw ConversationProblems.notFound(call.parameter("id"));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    if (page.isEmpty()) {
      throw Problem.of(404, "item_not_found", "'after' names no item of this conversation.")
          .withParam("after");
    }
    KeptResponsesEndpoint.send(
        call,
        sink,
        ItemPages.list(
            page.get().items().stream().map(Item.Whole::json).toList(),
            ItemPages.isEncrypted(query),
            page.get().more()));
  }

  /**
   * Answers {@code GET /v1/conversations/{id}/items/{item}}.
   *
   * @throws Problem 404 where there is none of this caller's
   */
  void get(DoorCall call, ResponseSink sink) throws Problem, IOException {
    ConversationKey key = ConversationsEndpoint.key(call);
    Item.Whole item;
    try {
      item =
          ConversationProblems.required(kept)
              .items()
              .find(call.caller(), key, reference(call), call.info().deadline())
              .orElseThrow(() -> notFound(call));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    KeptResponsesEndpoint.send(
        call, sink, json -> ItemPages.item(json, item.json(), ItemPages.isEncrypted(call.query())));
  }

  /**
   * Answers {@code DELETE /v1/conversations/{id}/items/{item}} with the conversation.
   *
   * @throws Problem 404 where there is none of this caller's
   */
  void delete(DoorCall call, ResponseSink sink) throws Problem, IOException {
    Conversation conversation = ConversationsEndpoint.find(kept, call);
    try {
      boolean deleted =
          ConversationProblems.required(kept)
              .items()
              .delete(call.caller(), conversation.key(), reference(call), call.info().deadline());
      if (!deleted) {
        throw notFound(call);
      }
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    ConversationsEndpoint.tell(call, conversation, sink);
  }

  private static Item.Reference reference(DoorCall call) throws Problem {
    return ItemIds.reference(call.parameter("item")).orElseThrow(() -> notFound(call));
  }

  private static Problem notFound(DoorCall call) {
    return Problem.of(
            404,
            "item_not_found",
            "No item with the id '" + call.parameter("item") + "' is in this conversation.")
        .withParam("item_id");
  }
}
