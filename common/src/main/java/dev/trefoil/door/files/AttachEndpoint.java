package dev.trefoil.door.files;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.JsonAnswer;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.files.StoredFile;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.ingestion.Chunking;
import dev.trefoil.retrieval.Attribute;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.store.StoreException;
import dev.trefoil.vectorstore.AttachedFile;
import dev.trefoil.vectorstore.AttachedFile.State;
import dev.trefoil.vectorstore.FileBatches;
import dev.trefoil.vectorstore.FileBatches.Batch;
import dev.trefoil.vectorstore.VectorStore;
import dev.trefoil.vectorstore.VectorStores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers what is asked of the files of a vector store, one by one and by batches. */
final class AttachEndpoint {
  private static final int MOST_LISTED = 100;
  private static final int USUAL = 20;

  /** Each is a job that is submitted before the answer. */
  private static final int MOST_OF_BATCH = 100;

  private static final List<String> STATES =
      List.of("in_progress", "completed", "failed", "cancelled");

  private final StoreAccess access;
  private final Optional<FileBatches> batches;

  AttachEndpoint(StoreAccess access, Optional<FileBatches> batches) {
    this.access = access;
    this.batches = batches;
  }

  /** A file of the caller's that a request names. */
  StoredFile find(DoorCall call, String id, String field) throws Problem {
    try {
      return access
          .retrieval()
          .files()
          .find(call.caller(), id, StoreAccess.deadline(call))
          .orElseThrow(() -> FilesEndpoint.notFound(id).withParam(field));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  /** Attaches a file, and has it ingested. */
  AttachedFile attach(
      DoorCall call,
      VectorStore store,
      StoredFile file,
      Chunking chunking,
      Map<String, Attribute> attributes)
      throws Problem {
    AttachedFile attached;
    try {
      attached =
          access
              .retrieval()
              .stores()
              .attach(call.caller(), store, file, chunking, attributes, StoreAccess.deadline(call))
              .orElseThrow(AttachEndpoint::full);
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    access.submit(call.info(), store, attached);
    return attached;
  }

  private static Problem full() {
    return Problem.of(
        400,
        "vector_store_full",
        "A vector store has at most " + VectorStores.MOST_FILES + " files.");
  }

  /** Before the first of a batch is attached: all of it, or nothing. */
  private void requireRoom(DoorCall call, VectorStore store, List<Wanted> wanted) throws Problem {
    Set<String> all = new HashSet<>();
    wanted.forEach(one -> all.add(one.file().id()));
    access.files(call, store).forEach(file -> all.add(file.id()));
    if (all.size() > VectorStores.MOST_FILES) {
      throw full();
    }
  }

  void create(DoorCall call, ResponseSink sink) throws Problem, IOException {
    VectorStore store = access.store(call);
    RequestFields fields = RequestFields.of(RequestJson.read(call.body()));
    String id = fields.requiredText("file_id");
    Map<String, Attribute> attributes = StoreRequests.attributes(fields);
    Chunking chunking = StoreRequests.chunking(fields);
    fields.requireNoMore("a vector store's files");
    AttachedFile file = attach(call, store, find(call, id, "file_id"), chunking, attributes);
    send(call, store, file, sink);
  }

  private static void send(DoorCall call, VectorStore store, AttachedFile file, ResponseSink sink)
      throws IOException {
    JsonAnswer.send(call.requestId(), 200, sink, json -> StoreForms.file(json, store.id(), file));
  }

  void list(DoorCall call, ResponseSink sink) throws Problem, IOException {
    VectorStore store = access.store(call);
    list(call, store, access.files(call, store), sink);
  }

  private static void list(
      DoorCall call, VectorStore store, List<AttachedFile> files, ResponseSink sink)
      throws Problem, IOException {
    ListQuery asked = ListQuery.of(call.query(), MOST_LISTED, USUAL);
    Optional<String> state = call.query().last("filter").filter(word -> !word.isEmpty());
    if (state.isPresent() && !STATES.contains(state.get())) {
      throw Problem.invalid("filter", "'filter' must be one of " + String.join(", ", STATES) + ".");
    }
    ListAnswer.send(
        call.requestId(),
        sink,
        asked.page(
            files.stream()
                .filter(
                    file -> state.isEmpty() || StoreForms.word(file.state()).equals(state.get()))
                .toList(),
            AttachedFile::id),
        AttachedFile::id,
        (json, file) -> {
          json.writeStartObject();
          StoreForms.file(json, store.id(), file);
          json.writeEndObject();
        });
  }

  void get(DoorCall call, ResponseSink sink) throws Problem, IOException {
    VectorStore store = access.store(call);
    send(call, store, access.file(call, store, call.parameter("file")), sink);
  }

  /** The index is told by a job: its attributes are in every chunk. */
  void label(DoorCall call, ResponseSink sink) throws Problem, IOException {
    VectorStore store = access.store(call);
    RequestFields fields = RequestFields.of(RequestJson.read(call.body()));
    if (!fields.rest().contains("attributes")) {
      throw fields.missing("attributes");
    }
    Map<String, Attribute> attributes = StoreRequests.attributes(fields);
    fields.requireNoMore("a vector store's files");
    String id = call.parameter("file");
    AttachedFile file;
    try {
      file =
          access
              .retrieval()
              .stores()
              .label(call.caller(), store, id, attributes, StoreAccess.deadline(call))
              .orElseThrow(() -> StoreAccess.fileNotFound(id));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    access.submit(call.info(), store, file);
    send(call, store, file, sink);
  }

  void delete(DoorCall call, ResponseSink sink) throws Problem, IOException {
    VectorStore store = access.store(call);
    String id = call.parameter("file");
    try {
      if (!access
          .retrieval()
          .stores()
          .detach(call.caller(), store, id, StoreAccess.deadline(call))) {
        throw StoreAccess.fileNotFound(id);
      }
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    } catch (IndexException e) {
      throw RetrievalProblems.of(e);
    }
    ListAnswer.deleted(call.requestId(), sink, id, "vector_store.file.deleted");
  }

  void content(DoorCall call, ResponseSink sink) throws Problem, IOException {
    VectorStore store = access.store(call);
    AttachedFile file = access.file(call, store, call.parameter("file"));
    List<String> texts;
    try {
      texts = access.retrieval().texts(call.caller(), file, StoreAccess.deadline(call));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    JsonAnswer.send(
        call.requestId(),
        200,
        sink,
        json -> {
          json.writeStringField("object", "vector_store.file_content.page");
          StoreForms.texts(json, "data", texts);
          json.writeBooleanField("has_more", false);
          json.writeNullField("next_page");
        });
  }

  /** A file of a batch, before it is attached. */
  private record Wanted(StoredFile file, Chunking chunking, Map<String, Attribute> attributes) {}

  void createBatch(DoorCall call, ResponseSink sink) throws Problem, IOException {
    VectorStore store = access.store(call);
    RequestFields fields = RequestFields.of(RequestJson.read(call.body()));
    List<Wanted> wanted = new ArrayList<>();
    List<String> ids = StoreRequests.fileIds(fields, MOST_OF_BATCH);
    Map<String, Attribute> attributes = StoreRequests.attributes(fields);
    Chunking chunking = StoreRequests.chunking(fields);
    for (int i = 0; i < ids.size(); i++) {
      wanted.add(new Wanted(find(call, ids.get(i), "file_ids[" + i + "]"), chunking, attributes));
    }
    List<JrsValue> items = fields.list("files").orElse(List.of());
    for (int i = 0; i < Math.min(items.size(), MOST_OF_BATCH + 1); i++) {
      RequestFields item = fields.child("files[" + i + "]", items.get(i));
      wanted.add(
          new Wanted(
              find(call, item.requiredText("file_id"), item.at("file_id")),
              StoreRequests.chunking(item),
              StoreRequests.attributes(item)));
    }
    fields.requireNoMore("batches of files");
    if (wanted.isEmpty() || wanted.size() > MOST_OF_BATCH) {
      throw Problem.invalid(
          "file_ids", "A batch has 1 to " + MOST_OF_BATCH + " files, in 'file_ids' or 'files'.");
    }
    requireRoom(call, store, wanted);
    List<AttachedFile> attached = new ArrayList<>();
    for (Wanted one : wanted) {
      attached.add(attach(call, store, one.file(), one.chunking(), one.attributes()));
    }
    try {
      Batch batch =
          batches
              .orElseThrow()
              .create(
                  call.caller(),
                  store,
                  attached.stream().map(AttachedFile::id).toList(),
                  StoreAccess.deadline(call));
      JsonAnswer.send(
          call.requestId(), 200, sink, json -> StoreForms.batch(json, store.id(), batch, attached));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  private Batch batch(DoorCall call, VectorStore store) throws Problem {
    String id = call.parameter("batch");
    try {
      return batches
          .orElseThrow()
          .find(call.caller(), store, id, StoreAccess.deadline(call))
          .orElseThrow(
              () ->
                  Problem.of(404, "batch_not_found", "The vector store has no batch '" + id + "'.")
                      .withParam("batch_id"));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  private List<AttachedFile> files(DoorCall call, VectorStore store, Batch batch) throws Problem {
    return access.files(call, store).stream()
        .filter(file -> batch.files().contains(file.id()))
        .toList();
  }

  void getBatch(DoorCall call, ResponseSink sink) throws Problem, IOException {
    VectorStore store = access.store(call);
    Batch batch = batch(call, store);
    List<AttachedFile> files = files(call, store, batch);
    JsonAnswer.send(
        call.requestId(), 200, sink, json -> StoreForms.batch(json, store.id(), batch, files));
  }

  void listBatch(DoorCall call, ResponseSink sink) throws Problem, IOException {
    VectorStore store = access.store(call);
    list(call, store, files(call, store, batch(call, store)), sink);
  }

  /** Whoever ingests one of its files finds that nobody wants it any more. */
  void cancelBatch(DoorCall call, ResponseSink sink) throws Problem, IOException {
    VectorStore store = access.store(call);
    Batch batch = batch(call, store);
    try {
      for (AttachedFile file : files(call, store, batch)) {
        if (file.state() == State.IN_PROGRESS) {
          var unused =
              access
                  .retrieval()
                  .stores()
                  .cancel(call.caller(), store, file.id(), StoreAccess.deadline(call));
        }
      }
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
    getBatch(call, sink);
  }
}
