package dev.trefoil.door.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.conversation.Conversation;
import dev.trefoil.conversation.ConversationKey;
import dev.trefoil.conversation.Conversations;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.MetadataParser;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes, tells, labels and deletes conversations. */
final class ConversationsEndpoint {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private final KeptResponses kept;

  ConversationsEndpoint(KeptResponses kept) {
    this.kept = kept;
  }

  /** Does one thing with what keeps conversations. */
  @FunctionalInterface
  private interface Act<R> {
    R with(Conversations conversations, CallInfo info) throws StoreException;
  }

  private <R> R act(DoorCall call, Act<R> act) throws Problem {
    Conversations conversations = ConversationProblems.required(kept);
    try {
      return act.with(conversations, call.info());
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  /**
   * Answers {@code POST /v1/conversations}.
   *
   * @throws Problem 400 when the body is malformed, or nothing is kept here
   */
  void create(DoorCall call, ResponseSink sink) throws Problem, IOException {
    byte[] body = call.body();
    RequestFields fields = RequestFields.of(RequestJson.read(body.length == 0 ? NOTHING : body));
    Map<String, String> metadata = MetadataParser.read(fields);
    List<JrsValue> items = ItemsParser.read(fields, false);
    fields.requireNoMore("conversations");
    tell(
        call,
        act(
            call,
            (conversations, info) ->
                conversations.create(
                    info.caller(),
                    metadata,
                    turn -> ItemsParser.kept(items, new ItemIds(turn.text())),
                    info.deadline())),
        sink);
  }

  /**
   * Answers {@code GET /v1/conversations/{id}}.
   *
   * @throws Problem 404 where there is none of this caller's
   */
  void get(DoorCall call, ResponseSink sink) throws Problem, IOException {
    tell(call, find(kept, call), sink);
  }

  /** The conversation that a call's path names. */
  static Conversation find(KeptResponses kept, DoorCall call) throws Problem {
    ConversationKey key = key(call);
    try {
      return ConversationProblems.required(kept)
          .find(call.caller(), key, call.info().deadline())
          .orElseThrow(() -> ConversationProblems.notFound(call.parameter("id")));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  static ConversationKey key(DoorCall call) throws Problem {
    String id = call.parameter("id");
    return ItemIds.ofConversation(id).orElseThrow(() -> ConversationProblems.notFound(id));
  }

  /**
   * Answers {@code POST /v1/conversations/{id}}.
   *
   * @throws Problem 400 when the body is malformed, 404 where there is none of this caller's
   */
  void label(DoorCall call, ResponseSink sink) throws Problem, IOException {
    RequestFields fields = RequestFields.of(RequestJson.read(call.body()));
    Map<String, String> metadata = MetadataParser.read(fields);
    fields.requireNoMore("conversations");
    ConversationKey key = key(call);
    Optional<Conversation> labelled =
        act(
            call,
            (conversations, info) ->
                conversations.label(info.caller(), key, metadata, info.deadline()));
    tell(
        call,
        labelled.orElseThrow(() -> ConversationProblems.notFound(call.parameter("id"))),
        sink);
  }

  /**
   * Answers {@code DELETE /v1/conversations/{id}}: with all its items.
   *
   * @throws Problem 404 where there is none of this caller's
   */
  void delete(DoorCall call, ResponseSink sink) throws Problem, IOException {
    ConversationKey key = key(call);
    boolean deleted =
        act(
            call,
            (conversations, info) -> conversations.delete(info.caller(), key, info.deadline()));
    if (!deleted) {
      throw ConversationProblems.notFound(call.parameter("id"));
    }
    KeptResponsesEndpoint.send(
        call,
        sink,
        json -> {
          json.writeStartObject();
          json.writeStringField("id", call.parameter("id"));
          json.writeStringField("object", "conversation.deleted");
          json.writeBooleanField("deleted", true);
          json.writeEndObject();
        });
  }

  static void tell(DoorCall call, Conversation conversation, ResponseSink sink) throws IOException {
    KeptResponsesEndpoint.send(call, sink, json -> write(json, conversation));
  }

  private static void write(JsonGenerator json, Conversation conversation) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", ItemIds.conversation(conversation.key()));
    json.writeStringField("object", "conversation");
    json.writeNumberField("created_at", conversation.created().getEpochSecond());
    json.writeObjectFieldStart("metadata");
    for (Map.Entry<String, String> label : conversation.metadata().entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
