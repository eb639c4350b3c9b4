package dev.trefoil.retrieval.azuresearch;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.chat.Deadline;
import dev.trefoil.identity.Authorization;
import dev.trefoil.json.Json;
import dev.trefoil.retrieval.Chunk;
import dev.trefoil.retrieval.Hit;
import dev.trefoil.retrieval.Index;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.retrieval.IndexException.Refused;
import dev.trefoil.retrieval.IndexException.Unreachable;
import dev.trefoil.retrieval.IndexException.Unreadable;
import dev.trefoil.retrieval.RankFusion;
import dev.trefoil.retrieval.Search;
import dev.trefoil.retrieval.StoreKey;
import dev.trefoil.retrieval.Vectors;
import dev.trefoil.retrieval.Words;
import dev.trefoil.retrieval.azuresearch.SearchCalls.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps chunks in Azure AI Search (REST API 2025-09-01), in one index for all stores whose vectors
 * come of one model; tenant and store are part of every query and of every document's key. The
 * index is made by the first put where it is not there, for which the identity needs the role
 * Search Service Contributor; all else needs Search Index Data Contributor.
 *
 * <p>The service answers a put when the documents are safe, and finds them within seconds: what a
 * deletion does not find yet stays, so that whoever deletes a file right after it was put leaves
 * out hits of files that he does not know.
 */
public final class AzureSearchIndex implements Index {
  /** Source: "Service limits in Azure AI Search", of one indexing request. */
  private static final int MOST_DOCUMENTS = 1_000;

  private static final int MOST_BYTES = 15 << 20;

  /** The most documents of one page of keys. */
  private static final int PAGE = 1_000;

  private static final int ATTEMPTS = 3;
  private static final byte[] BATCH_BEGINS = "{\"value\":[".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BATCH_ENDS = "]}".getBytes(StandardCharsets.UTF_8);

  private final AzureSearchSettings settings;
  private final SearchCalls calls;
  private final String documents;

  /**
   * Opens no connection.
   *
   * @param identity who we are to the service: {@link dev.trefoil.identity.Identity#azureSearch}
   * @param refused is run when the service does not accept that
   */
  public AzureSearchIndex(AzureSearchSettings settings, Authorization identity, Runnable refused) {
    this.settings = settings;
    this.calls = new SearchCalls(settings.endpoint(), identity, refused);
    this.documents = "/indexes('" + settings.index() + "')/docs/";
  }

  @Override
  public void put(StoreKey store, List<Chunk> chunks, Deadline deadline) throws IndexException {
    Vectors.require(chunks, settings.dimensions());
    Map<String, byte[]> actions = new HashMap<>();
    for (Chunk chunk : chunks) {
      actions.put(Documents.key(store, chunk.id()), Documents.upload(store, chunk));
    }
    index(actions, true, deadline);
  }

  @Override
  public void deleteFile(StoreKey store, String fileId, Deadline deadline) throws IndexException {
    delete(store, Optional.of(fileId), deadline);
  }

  @Override
  public void deleteStore(StoreKey store, Deadline deadline) throws IndexException {
    delete(store, Optional.empty(), deadline);
  }

  /** Goes on behind the last key, since what is deleted may be found for a while. */
  private void delete(StoreKey store, Optional<String> file, Deadline deadline)
      throws IndexException {
    String last = "";
    List<String> keys;
    do {
      keys = keys(OData.after(store, file, last), deadline);
      Map<String, byte[]> actions = new HashMap<>();
      keys.forEach(key -> actions.put(key, Documents.deletion(key)));
      index(actions, false, deadline);
      last = keys.isEmpty() ? "" : keys.getLast();
    } while (keys.size() == PAGE);
  }

  private List<String> keys(String filter, Deadline deadline) throws IndexException {
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("filter", filter);
              json.writeStringField("select", "id");
              json.writeStringField("orderby", "id asc");
              json.writeNumberField("top", PAGE);
              json.writeEndObject();
            });
    List<String> keys = new ArrayList<>();
    for (JrsObject document : found(body, deadline)) {
      keys.add(
          Json.text(document, "id")
              .orElseThrow(() -> new Unreadable(SearchCalls.SERVICE + " gives no key")));
    }
    return keys;
  }

  @Override
  public List<Hit> search(StoreKey store, Search search, Deadline deadline) throws IndexException {
    Vectors.require(search, settings.dimensions());
    String words = Words.apart(search.text());
    boolean byWords = !words.isEmpty();
    boolean byVector = search.vector().length > 0;
    if (!byWords && !byVector) {
      return List.of();
    }
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              if (byWords) {
                json.writeStringField("search", words);
                json.writeStringField("searchFields", "text");
                json.writeStringField("searchMode", "any");
                json.writeStringField("queryType", "simple");
              }
              if (byVector) {
                json.writeArrayFieldStart("vectorQueries");
                json.writeStartObject();
                json.writeStringField("kind", "vector");
                json.writeFieldName("vector");
                Documents.write(json, search.vector());
                json.writeStringField("fields", "vector");
                json.writeNumberField("k", RankFusion.DEPTH);
                json.writeEndObject();
                json.writeEndArray();
                json.writeStringField("vectorFilterMode", "preFilter");
              }
              json.writeStringField("filter", OData.of(store, search.filter()));
              json.writeStringField("select", Documents.SELECTED);
              json.writeNumberField("top", search.limit());
              json.writeEndObject();
            });
    List<Hit> hits = new ArrayList<>();
    for (JrsObject document : found(body, deadline)) {
      double score =
          byWords && byVector
              ? fused(document)
              // Of one ranking the service says another figure; its places are the same.
              : RankFusion.of(hits.size());
      if (score >= search.threshold()) {
        hits.add(new Hit(Documents.read(document), score));
      }
    }
    return hits;
  }

  /** The service's sum of {@code 1 / (60 + place)} of two rankings, of the most that it can be. */
  private static double fused(JrsObject document) throws Unreadable {
    try {
      double score = Double.parseDouble(Json.text(document, "@search.score").orElse(""));
      return Math.min(1, score * RankFusion.K / 2);
    } catch (NumberFormatException e) {
      throw new Unreadable(SearchCalls.SERVICE + " gives no score", e);
    }
  }

  /** The documents of one page; none where there is no index yet. */
  private List<JrsObject> found(byte[] body, Deadline deadline) throws IndexException {
    Answer answer = calls.post(documents + "search.post.search", body, deadline);
    if (answer.status() == 404) {
      return List.of();
    }
    if (!answer.isGood()) {
      throw SearchCalls.refusal("a search in the index " + settings.index(), answer);
    }
    return Json.objects(answer.body(), "value");
  }

  /**
   * Sends actions, in as many batches as they need.
   *
   * @param actions by the document's key
   * @param creates whether an index that is not there is made
   */
  private void index(Map<String, byte[]> actions, boolean creates, Deadline deadline)
      throws IndexException {
    Map<String, byte[]> batch = new HashMap<>();
    int bytes = 0;
    for (Map.Entry<String, byte[]> action : actions.entrySet()) {
      int size = action.getValue().length + 1;
      if (batch.size() == MOST_DOCUMENTS || bytes + size > MOST_BYTES) {
        send(batch, creates, deadline);
        batch.clear();
        bytes = 0;
      }
      batch.put(action.getKey(), action.getValue());
      bytes += size;
    }
    if (!batch.isEmpty()) {
      send(batch, creates, deadline);
    }
  }

  /** Sends a batch, and again what of it may be taken a moment later. */
  private void send(Map<String, byte[]> batch, boolean creates, Deadline deadline)
      throws IndexException {
    Map<String, byte[]> left = new HashMap<>(batch);
    for (int attempt = 1; ; attempt++) {
      Answer answer = calls.post(documents + "search.index", body(left), deadline);
      if (answer.status() == 404 && creates && attempt == 1) {
        create(deadline);
        answer = calls.post(documents + "search.index", body(left), deadline);
      }
      if (!answer.isGood()) {
        throw SearchCalls.refusal(
            left.size() + " documents of the index " + settings.index(), answer);
      }
      int failed = settle(answer, left);
      if (left.isEmpty()) {
        return;
      }
      if (attempt == ATTEMPTS) {
        throw new Unreachable(
            "%s did not take %d documents of the index %s: the last for status %d"
                .formatted(SearchCalls.SERVICE, left.size(), settings.index(), failed));
      }
      SearchCalls.pause(attempt, deadline);
    }
  }

  private static byte[] body(Map<String, byte[]> actions) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(BATCH_BEGINS);
    boolean first = true;
    for (byte[] action : actions.values()) {
      if (!first) {
        body.write(',');
      }
      first = false;
      body.writeBytes(action);
    }
    body.writeBytes(BATCH_ENDS);
    return body.toByteArray();
  }

  /**
   * Takes out of what is left what was done.
   *
   * @return the status of the last document that was not
   * @throws Refused when one will never be
   */
  private int settle(Answer answer, Map<String, byte[]> left) throws IndexException {
    int failed = 0;
    for (JrsObject result : Json.objects(answer.body(), "value")) {
      int status = Integer.parseInt(Json.text(result, "statusCode").orElse("0"));
      if (Json.text(result, "status").orElse("").equals("true")) {
        left.remove(Json.text(result, "key").orElse(""));
      } else if (SearchCalls.mayPass(status)) {
        failed = status;
      } else {
        throw new Refused(
            "%s refuses a document of the index %s with status %d"
                .formatted(SearchCalls.SERVICE, settings.index(), status));
      }
    }
    return failed;
  }

  /** Makes the index, or finds that another was quicker. */
  private void create(Deadline deadline) throws IndexException {
    Answer answer =
        calls.post(
            "/indexes", Documents.definition(settings.index(), settings.dimensions()), deadline);
    boolean another = answer.status() == 409 || answer.code().equals("ResourceNameAlreadyInUse");
    if (!answer.isGood() && !another) {
      throw answer.status() == 403
          ? new Refused(
              "the index "
                  + settings.index()
                  + " is not there: make it, or give the identity the role Search Service"
                  + " Contributor, by which Trefoil makes it")
          : SearchCalls.refusal("the index " + settings.index() + " to be made", answer);
    }
  }
}
