package dev.trefoil.door.files;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.KeptCall;
import dev.trefoil.door.LaterCalls;
import dev.trefoil.door.Problem;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.json.Json;
import dev.trefoil.store.StoreException;
import dev.trefoil.vectorstore.AttachedFile;
import dev.trefoil.vectorstore.AttachedFile.Failure;
import dev.trefoil.vectorstore.AttachedFile.State;
import dev.trefoil.vectorstore.Retrieval;
import dev.trefoil.vectorstore.VectorStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What all calls about vector stores begin with: the store, its files, and who ingests them. */
final class StoreAccess {
  /** The path of the jobs that ingest files. */
  static final String INGESTION = "vector_stores/{id}/files";

  /** Jobs that one call looks for. */
  private static final int MOST_JOBS = 20;

  /** Long enough for a job that was noted to be submitted. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Optional<Retrieval> retrieval;
  private final Supplier<Optional<LaterCalls>> later;
  private final InstantSource clock;

  StoreAccess(
      Optional<Retrieval> retrieval, Supplier<Optional<LaterCalls>> later, InstantSource clock) {
    this.retrieval = retrieval;
    this.later = later;
    this.clock = clock;
  }

  Retrieval retrieval() throws Problem {
    return retrieval.orElseThrow(
        () ->
            Problem.of(
                501,
                "retrieval_not_configured",
                "Vector stores need 'retrieval' of trefoil.yaml, and a store and a queue that"
                    + " 'jobs' names for this cloud."));
  }

  static Deadline deadline(DoorCall call) throws Problem {
    return call.info().deadline();
  }

  /** The store that a path names. */
  VectorStore store(DoorCall call) throws Problem {
    String id = call.parameter("id");
    try {
      return retrieval()
          .stores()
          .find(call.caller(), id, deadline(call))
          .orElseThrow(() -> notFound(id));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  static Problem notFound(String id) {
    return Problem.of(404, "vector_store_not_found", "There is no vector store '" + id + "'.")
        .withParam("vector_store_id");
  }

  static Problem fileNotFound(String id) {
    return Problem.of(404, "file_not_found", "The vector store has no file '" + id + "'.")
        .withParam("file_id");
  }

  /** All files of a store, the latest attached first. */
  List<AttachedFile> files(DoorCall call, VectorStore store) throws Problem {
    try {
      List<AttachedFile> files = new ArrayList<>();
      int asked = 0;
      for (AttachedFile file : retrieval().stores().files(call.caller(), store, deadline(call))) {
        files.add(
            file.state() == State.IN_PROGRESS && asked++ < MOST_JOBS
                ? standing(call, store, file)
                : file);
      }
      return files;
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  /** A file of a store. */
  AttachedFile file(DoorCall call, VectorStore store, String id) throws Problem {
    try {
      AttachedFile file =
          retrieval()
              .stores()
              .file(call.caller(), store, id, deadline(call))
              .orElseThrow(() -> fileNotFound(id));
      return file.state() == State.IN_PROGRESS ? standing(call, store, file) : file;
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  /** A job that has failed, or was never submitted, leaves its file in progress. */
  private AttachedFile standing(DoorCall call, VectorStore store, AttachedFile file)
      throws Problem, StoreException {
    Optional<LaterCalls> jobs = later.get();
    Optional<LaterCalls.State> state =
        jobs.isPresent() ? jobs.get().state(file.job(), call.info()) : Optional.empty();
    boolean lost =
        state.isEmpty()
            ? file.created().plus(PATIENCE).isBefore(clock.instant())
            : state.get() == LaterCalls.State.FAILED || state.get() == LaterCalls.State.CANCELLED;
    if (!lost) {
      return file;
    }
    return fail(
            call.caller(),
            store,
            file,
            Failure.server("Its ingestion was begun again and again, and never ended."),
            deadline(call))
        .orElse(file);
  }

  private Optional<AttachedFile> fail(
      Caller caller, VectorStore store, AttachedFile file, Failure why, Deadline deadline)
      throws Problem, StoreException {
    return retrieval()
        .stores()
        .change(
            caller,
            store,
            file.id(),
            there -> there.equals(file) ? there.failed(why) : there,
            deadline);
  }

  /**
   * Has a file ingested.
   *
   * @throws Problem 501 or 503 when nobody will; the file has failed then
   */
  void submit(CallInfo info, VectorStore store, AttachedFile file) throws Problem {
    try {
      String form =
          Json.object(
              json -> {
                json.writeStringField("store", store.id());
                json.writeStringField("file", file.id());
                json.writeStringField("job", file.job());
              });
      later
          .get()
          .orElseThrow(
              () -> Problem.of(501, "retrieval_not_configured", "There is no queue of jobs here."))
          .submit(
              file.job(),
              new KeptCall.Work(INGESTION, retrieval().route(), form),
              form.getBytes(StandardCharsets.UTF_8),
              info);
    } catch (Problem e) {
      try {
        var unused =
            fail(info.caller(), store, file, Failure.server(e.getMessage()), info.deadline());
      } catch (StoreException lost) {
        e.addSuppressed(lost); // Whoever asks for it is told so after a while.
      }
      throw e;
    }
  }
}
