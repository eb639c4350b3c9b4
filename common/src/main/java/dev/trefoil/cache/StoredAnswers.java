package dev.trefoil.cache;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.text.RequestWriter;
import dev.trefoil.gateway.AnswerCache;
import dev.trefoil.gateway.CachedAnswer;
import dev.trefoil.json.Json;
import dev.trefoil.policy.ResponseCaching;
import dev.trefoil.routing.RoutingPreferences;
import dev.trefoil.store.Digest;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.NewerFormat;
import dev.trefoil.store.StoreException.Unreadable;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Answers as records of the jobs' table, each under the digest of its question: neither the
 * question nor who asked can be read from it. A store that fails is left alone for a while, so that
 * calls do not wait for it.
 */
public final class StoredAnswers implements AnswerCache {
  /** No job has an id with a dot in it. */
  private static final String PREFIX = "trefoil.answer.";

  /** A record of another form has other keys. */
  private static final int FORMAT = 1;

  /** What a call waits for the store, once before its answer and once at its end. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private static final Duration LEFT_ALONE = Duration.ofSeconds(10);

  private static final System.Logger LOG = System.getLogger(StoredAnswers.class.getName());

  private final RecordStore records;
  private final InstantSource clock;
  private volatile Instant leftAloneUntil = Instant.EPOCH;

  /** Of a cloud's store. */
  public static AnswerCache over(Store store) {
    return new StoredAnswers(store.records(), InstantSource.system());
  }

  public StoredAnswers(RecordStore records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  @Override
  public Place find(Question question, Deadline deadline) {
    RecordKey key = RecordKey.of(PREFIX + digest(question));
    Optional<Stored> stored = Optional.empty();
    Optional<CachedAnswer> answer = Optional.empty();
    if (isReady()) {
      try {
        stored = records.get(key, deadline.within(PATIENCE));
        answer = answer(stored);
      } catch (NewerFormat e) {
        stored = Optional.empty(); // It is another process's, and stays as it is.
      } catch (StoreException | RuntimeException e) {
        failed(e);
      }
    }
    return new Kept(key, answer, stored.map(Stored::version));
  }

  /** What cannot be read is written over. */
  private Optional<CachedAnswer> answer(Optional<Stored> stored) throws StoreException {
    if (stored.isEmpty() || !stored.get().expires().isAfter(clock.instant())) {
      return Optional.empty();
    }
    try {
      return Optional.of(AnswerText.read(stored.get().text()));
    } catch (Unreadable e) {
      LOG.log(Level.WARNING, e.getMessage());
      return Optional.empty();
    }
  }

  /** The place of one question in the store, as it was when that was asked. */
  private final class Kept implements Place {
    private final RecordKey key;
    private final Optional<CachedAnswer> answer;
    private final Optional<String> version;

    Kept(RecordKey key, Optional<CachedAnswer> answer, Optional<String> version) {
      this.key = key;
      this.answer = answer;
      this.version = version;
    }

    @Override
    public Optional<CachedAnswer> answer() {
      return answer;
    }

    /** Where another process was quicker, its answer is as good. */
    @Override
    public void keep(CachedAnswer whole, ResponseCaching terms, Deadline deadline) {
      String text = AnswerText.write(whole);
      if (text.getBytes(StandardCharsets.UTF_8).length > terms.maxBytes() || !isReady()) {
        return;
      }
      Instant expires = clock.instant().plus(terms.ttl());
      try {
        var unused =
            version.isPresent()
                ? records.replace(key, text, expires, version.get(), deadline.within(PATIENCE))
                : records.create(key, text, expires, deadline.within(PATIENCE));
      } catch (StoreException | RuntimeException e) {
        failed(e);
      }
    }
  }

  private boolean isReady() {
    return !clock.instant().isBefore(leftAloneUntil);
  }

  private void failed(Exception e) {
    leftAloneUntil = clock.instant().plus(LEFT_ALONE);
    LOG.log(
        Level.WARNING,
        "no answers are kept or given again for "
            + LEFT_ALONE.toSeconds()
            + " s, since the store fails: "
            + e.getMessage());
  }

  private static String digest(Question question) {
    Caller caller = question.caller();
    RoutingPreferences way = question.preferences();
    return Digest.of(
        Json.bytes(
            json -> {
              json.writeStartArray();
              json.writeNumber(FORMAT);
              json.writeString(caller.tenant().isPresent() ? "tenant" : "caller");
              json.writeString(caller.tenant().orElse(caller.id()));
              json.writeString(question.route());
              json.writeString(question.configured());
              json.writeString(way.provider().orElse(""));
              json.writeBoolean(way.disableFallbacks());
              json.writeStartArray();
              for (String fallback : way.fallbacks()) {
                json.writeString(fallback);
              }
              json.writeEndArray();
              json.writeStartArray();
              for (String place : way.residency().stream().sorted().toList()) {
                json.writeString(place);
              }
              json.writeEndArray();
              RequestWriter.chat(json, question.request().withStream(false));
              json.writeEndArray();
            }));
  }
}
