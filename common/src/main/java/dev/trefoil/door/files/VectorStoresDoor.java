package dev.trefoil.door.files;

import dev.trefoil.door.Door;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.Endpoint.Access;
import dev.trefoil.door.KeptEndpoint;
import dev.trefoil.door.LaterCalls;
import dev.trefoil.door.Problem;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.store.StoreException;
import dev.trefoil.vectorstore.FileBatches;
import dev.trefoil.vectorstore.Retrieval;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** OpenAI's vector stores. */
public final class VectorStoresDoor implements Door {
  private final VectorStoresEndpoint stores;
  private final AttachEndpoint files;
  private final IngestionEndpoint ingestion;
  private final Door problems;

  /**
   * @param retrieval empty where none is configured
   * @param later what ingests files; empty where there are no jobs
   * @param problems the door whose form of problems this one shares
   */
  public VectorStoresDoor(
      Optional<Retrieval> retrieval,
      Optional<FileBatches> batches,
      Supplier<Optional<LaterCalls>> later,
      InstantSource clock,
      Door problems) {
    StoreAccess access = new StoreAccess(retrieval, later, clock);
    this.files = new AttachEndpoint(access, batches);
    this.stores = new VectorStoresEndpoint(access, files);
    this.ingestion = new IngestionEndpoint(access);
    this.problems = problems;
  }

  /** Has vector stores forget files that are deleted. */
  public static FilesEndpoint.Forgetting forgetting(Retrieval retrieval) {
    return (owner, file, deadline) -> {
      try {
        retrieval.stores().forget(owner, file, deadline);
      } catch (StoreException e) {
        throw StoreProblems.of(e);
      } catch (IndexException e) {
        throw RetrievalProblems.of(e);
      }
    };
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        with("POST", "vector_stores", stores::create),
        Endpoint.get("vector_stores", stores::list),
        Endpoint.get("vector_stores/{id}", stores::get),
        with("POST", "vector_stores/{id}", stores::modify),
        with("DELETE", "vector_stores/{id}", stores::delete),
        Endpoint.paid("vector_stores/{id}/search", stores::search),
        with("POST", "vector_stores/{id}/files", files::create),
        Endpoint.get("vector_stores/{id}/files", files::list),
        Endpoint.get("vector_stores/{id}/files/{file}", files::get),
        with("POST", "vector_stores/{id}/files/{file}", files::label),
        with("DELETE", "vector_stores/{id}/files/{file}", files::delete),
        Endpoint.get("vector_stores/{id}/files/{file}/content", files::content),
        with("POST", "vector_stores/{id}/file_batches", files::createBatch),
        Endpoint.get("vector_stores/{id}/file_batches/{batch}", files::getBatch),
        with("POST", "vector_stores/{id}/file_batches/{batch}/cancel", files::cancelBatch),
        Endpoint.get("vector_stores/{id}/file_batches/{batch}/files", files::listBatch));
  }

  private static Endpoint with(String method, String path, Endpoint.Handler handler) {
    return new Endpoint(method, path, Access.CALLERS, handler);
  }

  @Override
  public Optional<KeptEndpoint> kept(String path) {
    return path.equals(StoreAccess.INGESTION) ? Optional.of(ingestion) : Optional.empty();
  }

  @Override
  public void refuse(Problem problem, String requestId, Headers extra, ResponseSink sink)
      throws IOException {
    problems.refuse(problem, requestId, extra, sink);
  }
}
