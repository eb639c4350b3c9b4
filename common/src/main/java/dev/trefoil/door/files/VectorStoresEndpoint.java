package dev.trefoil.door.files;

import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.JsonAnswer;
import dev.trefoil.door.MetadataParser;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.files.StoredFile;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.ingestion.Chunking;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.store.StoreException;
import dev.trefoil.vectorstore.AttachedFile;
import dev.trefoil.vectorstore.EmbeddingException;
import dev.trefoil.vectorstore.Found;
import dev.trefoil.vectorstore.Retrieval.Asked;
import dev.trefoil.vectorstore.VectorStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Answers {@code /v1/vector_stores}: what stores there are, and what is found in them. */
final class VectorStoresEndpoint {
  private static final int MOST_LISTED = 100;
  private static final int USUAL = 20;
  private static final int MOST_STORES = 1_000;

  /** Files that a store is made with. */
  private static final int MOST_FIRST = 100;

  private final StoreAccess access;
  private final AttachEndpoint attaching;

  VectorStoresEndpoint(StoreAccess access, AttachEndpoint attaching) {
    this.access = access;
    this.attaching = attaching;
  }

  void create(DoorCall call, ResponseSink sink) throws Problem, IOException {
    RequestFields fields = RequestFields.of(RequestJson.read(body(call)));
    Optional<String> name = StoreRequests.name(fields);
    Optional<String> description = StoreRequests.description(fields);
    Map<String, String> metadata = MetadataParser.read(fields);
    OptionalInt days = StoreRequests.days(fields);
    List<String> ids = StoreRequests.fileIds(fields, MOST_FIRST);
    Chunking chunking = StoreRequests.chunking(fields);
    fields.requireNoMore("vector stores");
    List<StoredFile> files = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      files.add(attaching.find(call, ids.get(i), "file_ids[" + i + "]"));
    }
    VectorStore store;
    try {
      store =
          access
              .retrieval()
              .stores()
              .create(
                  call.caller(),
                  name.orElse(""),
                  description.orElse(""),
                  metadata,
                  days,
                  StoreAccess.deadline(call));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    for (StoredFile file : files) {
      var unused = attaching.attach(call, store, file, chunking, Map.of());
    }
    send(call, store, sink);
  }

  /** A body that is left out is an empty object: all of it may be. */
  private static byte[] body(DoorCall call) throws Problem, IOException {
    byte[] body = call.body();
    return body.length == 0 ? new byte[] {'{', '}'} : body;
  }

  private void send(DoorCall call, VectorStore store, ResponseSink sink)
      throws Problem, IOException {
    List<AttachedFile> files = access.files(call, store);
    JsonAnswer.send(call.requestId(), 200, sink, json -> StoreForms.store(json, store, files));
  }

  void list(DoorCall call, ResponseSink sink) throws Problem, IOException {
    ListQuery asked = ListQuery.of(call.query(), MOST_LISTED, USUAL);
    try {
      ListQuery.Page<VectorStore> page =
          asked.page(
              access
                  .retrieval()
                  .stores()
                  .list(call.caller(), MOST_STORES, StoreAccess.deadline(call)),
              VectorStore::id);
      List<List<AttachedFile>> files = new ArrayList<>();
      for (VectorStore store : page.items()) {
        files.add(access.files(call, store));
      }
      ListAnswer.send(
          call.requestId(),
          sink,
          page,
          VectorStore::id,
          (json, store) -> {
            json.writeStartObject();
            StoreForms.store(json, store, files.get(page.items().indexOf(store)));
            json.writeEndObject();
          });
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  void get(DoorCall call, ResponseSink sink) throws Problem, IOException {
    send(call, access.store(call), sink);
  }

  void modify(DoorCall call, ResponseSink sink) throws Problem, IOException {
    RequestFields fields = RequestFields.of(RequestJson.read(body(call)));
    VectorStore before = access.store(call);
    Optional<String> name = StoreRequests.name(fields);
    Optional<String> description = StoreRequests.description(fields);
    boolean labels = fields.rest().contains("metadata");
    Map<String, String> metadata = MetadataParser.read(fields);
    OptionalInt days = StoreRequests.days(fields);
    fields.requireNoMore("vector stores");
    try {
      VectorStore store =
          access
              .retrieval()
              .stores()
              .change(
                  call.caller(),
                  before.id(),
                  there ->
                      there.with(
                          name.orElse(there.label()),
                          description.orElse(there.description()),
                          labels ? metadata : there.metadata(),
                          days.isPresent() ? days : there.days()),
                  StoreAccess.deadline(call))
              .orElseThrow(() -> StoreAccess.notFound(before.id()));
      send(call, store, sink);
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  void delete(DoorCall call, ResponseSink sink) throws Problem, IOException {
    String id = call.parameter("id");
    try {
      if (!access.retrieval().stores().delete(call.caller(), id, StoreAccess.deadline(call))) {
        throw StoreAccess.notFound(id);
      }
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    } catch (IndexException e) {
      throw RetrievalProblems.of(e);
    }
    ListAnswer.deleted(call.requestId(), sink, id, "vector_store.deleted");
  }

  void search(DoorCall call, ResponseSink sink) throws Problem, IOException {
    VectorStore store = access.store(call);
    Asked asked = StoreRequests.search(RequestFields.of(RequestJson.read(call.body())));
    List<Found> found;
    try {
      found =
          access.retrieval().search(List.of(store), asked, call.info().call(new Cancellation()));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    } catch (IndexException e) {
      throw RetrievalProblems.of(e);
    } catch (EmbeddingException e) {
      throw RetrievalProblems.of(e);
    } catch (AbandonedException e) {
      throw new IOException(e);
    }
    JsonAnswer.send(
        call.requestId(),
        200,
        sink,
        json -> {
          json.writeStringField("object", "vector_store.search_results.page");
          json.writeArrayFieldStart("search_query");
          for (String query : asked.queries()) {
            json.writeString(query);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("data");
          for (Found one : found) {
            StoreForms.found(json, one);
          }
          json.writeEndArray();
          json.writeBooleanField("has_more", false);
          json.writeNullField("next_page");
        });
  }
}
