package dev.trefoil.endpoints;

import dev.trefoil.auth.AuthException;
import dev.trefoil.auth.Authenticator;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.job.JobService;
import dev.trefoil.log.LogContext;
import dev.trefoil.openai.ApiException;
import dev.trefoil.openai.CallFacts;
import dev.trefoil.openai.ChatEndpoint;
import dev.trefoil.openai.EitherEndpoint;
import dev.trefoil.openai.EmbeddingsEndpoint;
import dev.trefoil.openai.ErrorRenderer;
import dev.trefoil.openai.ModelsEndpoint;
import dev.trefoil.openai.TargetsEndpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Finds what answers a call by its path and method, and turns every failure into an answer. */
public final class Endpoints implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(Endpoints.class.getName());
  private static final byte[] ALIVE = "{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8);

  /** What is kept back of the front door's time, so that it never cuts an answer. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  /** What anybody may ask: it tells nothing. */
  private static final Set<String> OPEN = Set.of("/health", "/v1/health");

  private final Map<String, Map<String, Answer>> table = new HashMap<>();
  private final Authenticator authenticator;
  private final long maxRequestBytes;
  private final Optional<Duration> frontDoor;
  private final Optional<JobService> jobs;

  /**
   * @param authenticator who is asked about every call but those for the function's health
   * @param maxRequestBytes the largest body that is read; larger ones are answered 413
   * @param frontDoor how long what stands before the function waits for an answer; empty where that
   *     is as long as the function may run
   * @param jobs empty where none are configured
   */
  public Endpoints(
      ChatEndpoint chat,
      EmbeddingsEndpoint embeddings,
      ModelsEndpoint models,
      TargetsEndpoint targets,
      Authenticator authenticator,
      long maxRequestBytes,
      Optional<Duration> frontDoor,
      Optional<JobService> jobs) {
    this.authenticator = authenticator;
    this.maxRequestBytes = maxRequestBytes;
    this.frontDoor = frontDoor.map(time -> time.minus(MARGIN));
    this.jobs = jobs;
    put("/chat/completions", "POST", paidOnce(chat::completions));
    put("/chat", "POST", paidOnce(chat::prompt));
    put("/embeddings", "POST", paidOnce(embeddings::embed));
    put("/jobs", "POST", this::submit);
    put(
        "/jobs/{id}",
        "GET",
        (call, caller, id, sink) -> jobs().endpoint().get(lastSegment(call), caller, id, sink));
    put(
        "/jobs/{id}",
        "DELETE",
        (call, caller, id, sink) -> jobs().endpoint().cancel(lastSegment(call), caller, id, sink));
    put("/models", "GET", (call, caller, id, sink) -> models.list(caller, id, sink));
    put("/targets", "GET", (call, caller, id, sink) -> targets.list(caller, id, sink));
    put("/health", "GET", (call, caller, id, sink) -> alive(id, sink));
  }

  private CallFacts facts(HttpCall call, Caller caller, String requestId) throws ApiException {
    Deadline deadline = CallerTimeout.of(call);
    return new CallFacts(
        requestId,
        caller,
        frontDoor.map(deadline::within).orElse(deadline),
        CallerWishes.of(call.headers()));
  }

  /** OpenAI's clients put {@code /v1} into the base URL; both ways are the same. */
  private void put(String path, String method, Answer answer) {
    for (String full : List.of(path, "/v1" + path)) {
      table.computeIfAbsent(full, ignored -> new TreeMap<>()).put(method, answer);
    }
  }

  /** What is at a path; {@code {id}} stands for any last segment. */
  private Map<String, Answer> at(String path) {
    Map<String, Answer> exact = table.get(path);
    return exact != null
        ? exact
        : table.getOrDefault(path.substring(0, path.lastIndexOf('/') + 1) + "{id}", Map.of());
  }

  private static String lastSegment(HttpCall call) {
    return call.path().substring(call.path().lastIndexOf('/') + 1);
  }

  /** With an Idempotency-Key the call is made once, whatever its sender has to repeat. */
  private Answer paidOnce(Paid paid) {
    return (call, caller, id, sink) -> {
      byte[] body = body(call);
      CallFacts facts = facts(call, caller, id);
      Optional<String> key = IdempotencyKey.of(call);
      if (key.isEmpty()) {
        paid.answer(body, facts, sink);
        return;
      }
      EitherEndpoint.requireWhole(body);
      String path = call.path().replaceFirst("^/v1", "");
      jobs()
          .idempotency()
          .answer(key.get(), path, body, facts, sink, kept -> paid.answer(body, facts, kept));
    };
  }

  private void submit(HttpCall call, Caller caller, String requestId, ResponseSink sink)
      throws ApiException, IOException {
    jobs()
        .endpoint()
        .submit(
            body(call),
            IdempotencyKey.of(call),
            call.headers().first("x-trefoil-callback"),
            facts(call, caller, requestId),
            sink);
  }

  private JobService jobs() throws ApiException {
    return jobs.orElseThrow(
        () ->
            ApiException.of(
                501,
                "invalid_request_error",
                "jobs_not_configured",
                "Jobs and Idempotency-Key need a store, and 'jobs' of trefoil.yaml names none for"
                    + " this cloud."));
  }

  @Override
  public void handle(HttpCall call, ResponseSink sink) throws IOException {
    String requestId = requestId(call);
    Optional<String> outer = LogContext.enter(requestId);
    try {
      answer(call, requestId, sink);
    } finally {
      LogContext.leave(outer);
    }
  }

  private void answer(HttpCall call, String requestId, ResponseSink sink) throws IOException {
    Started started = new Started(sink);
    try {
      Caller caller =
          OPEN.contains(call.path()) ? Caller.ANONYMOUS : authenticator.authenticate(call);
      find(call).to(call, caller, requestId, started);
    } catch (AuthException e) {
      LOG.log(Level.INFO, () -> "call " + requestId + " is refused: " + e.reason());
      ErrorRenderer.send(Refusals.of(e), requestId, Refusals.headers(e), started);
    } catch (ApiException e) {
      ErrorRenderer.send(e, requestId, extraHeaders(call, e), started);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "call " + requestId + " failed unexpectedly", e);
      if (started.started) {
        throw e;
      }
      ErrorRenderer.send(
          ApiException.of(500, "api_error", "internal_error", "Trefoil failed; its log says why."),
          requestId,
          new Headers(),
          started);
    }
  }

  private Answer find(HttpCall call) throws ApiException {
    Map<String, Answer> byMethod = at(call.path());
    if (byMethod.isEmpty()) {
      throw ApiException.of(
          404, "invalid_request_error", "not_found", "There is nothing at " + call.path() + ".");
    }
    Answer answer = byMethod.get(call.method());
    if (answer == null) {
      throw ApiException.of(
          405,
          "invalid_request_error",
          "method_not_allowed",
          call.path() + " takes " + methods(call) + ", not " + call.method() + ".");
    }
    return answer;
  }

  private String methods(HttpCall call) {
    return String.join(", ", at(call.path()).keySet());
  }

  private Headers extraHeaders(HttpCall call, ApiException error) {
    return error.status() == 405 ? new Headers().set("allow", methods(call)) : new Headers();
  }

  private byte[] body(HttpCall call) throws ApiException, IOException {
    byte[] body =
        call.body().readNBytes((int) Math.min(maxRequestBytes + 1, Integer.MAX_VALUE - 8));
    if (body.length > maxRequestBytes) {
      throw ApiException.of(
          413,
          "invalid_request_error",
          "request_too_large",
          "The body is larger than " + maxRequestBytes + " bytes.");
    }
    if (body.length == 0 && isChunked(call)) {
      // Azure hands the chunked body of a call to a Java function empty (its worker's issue 781).
      throw ApiException.of(
          411,
          "invalid_request_error",
          "length_required",
          "The body came empty, as chunked bodies do on some platforms: send a Content-Length.");
    }
    return body;
  }

  private static boolean isChunked(HttpCall call) {
    return call.headers()
        .first("transfer-encoding")
        .filter(encoding -> encoding.toLowerCase(Locale.ROOT).contains("chunked"))
        .isPresent();
  }

  private static void alive(String requestId, ResponseSink sink) throws IOException {
    Headers headers =
        new Headers()
            .set("content-type", "application/json")
            .set("cache-control", "no-store")
            .set("x-request-id", requestId);
    try (OutputStream out = sink.start(200, headers)) {
      out.write(ALIVE);
    }
  }

  /** The caller's own id where it is a harmless one. */
  private static String requestId(HttpCall call) {
    return call.headers()
        .first("x-request-id")
        .filter(id -> id.matches("[A-Za-z0-9._-]{1,128}"))
        .orElseGet(() -> UUID.randomUUID().toString());
  }

  /** Answers one call. */
  @FunctionalInterface
  private interface Answer {
    void to(HttpCall call, Caller caller, String requestId, ResponseSink sink)
        throws ApiException, IOException;
  }

  /** Answers a call that costs. */
  @FunctionalInterface
  private interface Paid {
    void answer(byte[] body, CallFacts facts, ResponseSink sink) throws ApiException, IOException;
  }

  /** Knows whether the response has begun. */
  private static final class Started implements ResponseSink {
    private final ResponseSink sink;
    private boolean started;

    Started(ResponseSink sink) {
      this.sink = sink;
    }

    @Override
    public OutputStream start(int status, Headers headers) throws IOException {
      started = true;
      return sink.start(status, headers);
    }
  }
}
