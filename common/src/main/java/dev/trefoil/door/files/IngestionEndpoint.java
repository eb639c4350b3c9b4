package dev.trefoil.door.files;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.JsonAnswer;
import dev.trefoil.door.KeptCall;
import dev.trefoil.door.KeptEndpoint;
import dev.trefoil.door.Problem;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.store.StoreException;
import dev.trefoil.vectorstore.EmbeddingException;
import java.io.IOException;
import java.time.Duration;

/**
 * Ingests files, as jobs: what fails for a while is tried again by the job, and what fails for good
 * stands in the file's record.
 */
final class IngestionEndpoint implements KeptEndpoint {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final StoreAccess access;

  IngestionEndpoint(StoreAccess access) {
    this.access = access;
  }

  @Override
  public KeptCall read(JrsValue request, CallInfo info) throws Problem {
    throw Problem.unsupported(
        "path", "Files are attached by POST /v1/vector_stores/{id}/files, which makes the job.");
  }

  @Override
  public void answer(KeptCall call, CallInfo info, ResponseSink sink) throws Problem, IOException {
    if (!(call instanceof KeptCall.Work work)) {
      throw new IllegalArgumentException("no ingestion: " + call.path());
    }
    JrsObject form = Json.readWhole(work.form());
    boolean over;
    try {
      over =
          access
              .retrieval()
              .ingest(
                  text(form, "store"),
                  text(form, "file"),
                  text(form, "job"),
                  info.call(new Cancellation()));
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    } catch (IndexException e) {
      throw RetrievalProblems.of(e);
    } catch (EmbeddingException e) {
      throw RetrievalProblems.of(e);
    } catch (AbandonedException e) {
      throw new IOException(e);
    }
    if (!over) {
      throw Problem.of(
              503,
              "ingestion_interrupted",
              "This process has no more time for it; another goes on.")
          .withRetryAfter(SOON);
    }
    JsonAnswer.send(
        info.requestId(),
        200,
        sink,
        json -> json.writeStringField("object", "vector_store.ingestion"));
  }

  private static String text(JrsObject form, String name) {
    return Json.text(form, name).orElse("");
  }
}
