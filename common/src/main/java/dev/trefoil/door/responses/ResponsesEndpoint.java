package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.agent.Agents;
import dev.trefoil.agent.RunJournal;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.EventStream;
import dev.trefoil.door.KeptCall;
import dev.trefoil.door.KeptEndpoint;
import dev.trefoil.door.LaterCalls;
import dev.trefoil.door.ModelCalls;
import dev.trefoil.door.Problem;
import dev.trefoil.door.ResponseHeaders;
import dev.trefoil.fallback.Answered;
import dev.trefoil.gateway.Gateway;
import dev.trefoil.gateway.TokenCount;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.json.Json;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.routing.Requirements;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers calls in the form of OpenAI's Responses. */
public final class ResponsesEndpoint {
  private static final System.Logger LOG = System.getLogger(ResponsesEndpoint.class.getName());

  private final ModelCalls calls;
  private final ResponsesParser parser;
  private final KeptResponses kept;
  private final BackgroundResponses background;
  private final Clock clock;
  private final Optional<Duration> keepAlive;
  private final Optional<Agents> agents;
  private final Optional<FileSearch> files;

  /** Where nothing is answered later. */
  public ResponsesEndpoint(
      Gateway gateway, KeptResponses kept, Clock clock, Optional<Duration> keepAlive) {
    this(gateway, kept, Optional::empty, Optional.empty(), Optional.empty(), clock, keepAlive);
  }

  /** Where no files are searched. */
  public ResponsesEndpoint(
      Gateway gateway,
      KeptResponses kept,
      Supplier<Optional<LaterCalls>> later,
      Optional<Agents> agents,
      Clock clock,
      Optional<Duration> keepAlive) {
    this(gateway, kept, later, agents, Optional.empty(), clock, keepAlive);
  }

  /**
   * @param later what takes responses in the background; asked when one is wanted
   * @param agents what Trefoil itself calls; empty for nothing
   * @param files what searches files, where there are agents; empty where none are kept
   * @param keepAlive how often a stream sends a comment while nothing else is sent; empty for none
   */
  public ResponsesEndpoint(
      Gateway gateway,
      KeptResponses kept,
      Supplier<Optional<LaterCalls>> later,
      Optional<Agents> agents,
      Optional<FileSearch> files,
      Clock clock,
      Optional<Duration> keepAlive) {
    this.background = new BackgroundResponses(kept, later);
    this.calls = new ModelCalls(gateway);
    this.parser = new ResponsesParser(kept, agents, files);
    this.agents = agents;
    this.files = files;
    this.kept = kept;
    this.clock = clock;
    this.keepAlive = keepAlive;
  }

  /**
   * Answers {@code POST /v1/responses}.
   *
   * @throws Problem when the call is answered with an error; nothing has been sent then
   * @throws IOException when the caller is gone
   */
  public void create(byte[] body, CallInfo info, ResponseSink sink) throws Problem, IOException {
    create(body, info, false, sink);
  }

  /**
   * @param withinRun whether a tool of a run sends it, so that it may not begin another: a tool
   *     that calls itself through us would have no end
   */
  void create(byte[] body, CallInfo info, boolean withinRun, ResponseSink sink)
      throws Problem, IOException {
    ResponsesCall call = parser.create(body, info);
    if (withinRun && call.run().isPresent()) {
      throw Problem.of(400, "nested_run", "A tool of a run may not begin another.")
          .withParam("tools");
    }
    calls.check(info, call.asked(), call.preferences());
    if (call.background()) {
      submit(call, body, info, sink);
    } else if (call.conversation().isPresent()) {
      ConversationTurn turn = call.conversation().get();
      turn.claim(info);
      try {
        answer(call, info, sink);
      } finally {
        turn.release();
      }
    } else {
      answer(call, info, sink);
    }
  }

  private void submit(ResponsesCall call, byte[] body, CallInfo info, ResponseSink sink)
      throws Problem, IOException {
    Response queued = background.submit(call, body, created(), info);
    send(Json.bytes(queued::write), info, sink);
  }

  private static void send(byte[] body, CallInfo info, ResponseSink sink) throws IOException {
    try (OutputStream out =
        sink.start(200, ResponseHeaders.unanswered(info.requestId(), "application/json"))) {
      out.write(body);
    }
  }

  /** What tells responses that are kept, or are being made. */
  KeptResponsesEndpoint keptResponses() {
    return new KeptResponsesEndpoint(background);
  }

  /** What summarises threads for their callers. */
  CompactEndpoint compaction() {
    return new CompactEndpoint(calls, parser, clock);
  }

  private void answer(ResponsesCall call, CallInfo info, ResponseSink sink)
      throws Problem, IOException {
    if (call.request().stream()) {
      stream(call, info, sink);
    } else {
      whole(call, created(), info, sink);
    }
  }

  /** Answers calls that were kept. */
  KeptEndpoint kept() {
    return new Later();
  }

  private final class Later implements KeptEndpoint {
    @Override
    public KeptCall read(JrsValue request, CallInfo info) throws Problem {
      ResponsesCall call = parser.create(request, info);
      if (call.background()) {
        throw Problem.unsupported(
            "background", "What is answered later is in the background: leave it out.");
      }
      if (call.conversation().isPresent()) {
        throw Problem.unsupported(
            "conversation", "What is answered later is in no conversation: leave it out.");
      }
      return CallForm.of(call);
    }

    @Override
    public void answer(KeptCall later, CallInfo info, ResponseSink sink)
        throws Problem, IOException {
      KeptCall.Chat chat = KeptCall.Chat.of(later);
      ResponsesCall call = CallForm.read(chat, kept);
      calls.check(info, call.asked(), call.preferences());
      Optional<KeptResponse> ended =
          call.background() ? kept.find(info, call.ids().response()) : Optional.empty();
      if (ended.isPresent()) {
        // Cancelled, or kept by a worker that died before it could say so: it is paid for once.
        send(ended.get().json().getBytes(StandardCharsets.UTF_8), info, sink);
      } else {
        whole(call, CallForm.created(chat).orElseGet(() -> created()), info, sink);
      }
    }
  }

  private void whole(ResponsesCall call, long created, CallInfo info, ResponseSink sink)
      throws Problem, IOException {
    WholeResponse answer = new WholeResponse(call, created);
    Answered answered;
    Optional<RunJournal> journal =
        call.background() && call.run().isPresent()
            ? Optional.of(kept.journal(call.ids().key()))
            : Optional.empty();
    try {
      answered = answered(call, info, new Cancellation(), answer, answer.response(), journal);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (Problem e) {
      if (call.run().isPresent() && sentOther(call, info, sink)) {
        return;
      }
      throw e;
    }
    keep(call, answer.response(), info);
    if (!answer.response().store() && sentOther(call, info, sink)) {
      return;
    }
    if (journal.isPresent()) {
      forget(journal.get());
    }
    answer.send(info.requestId(), answered, call.dropped(), sink);
  }

  /** A response in the background may be cancelled meanwhile, or another worker be quicker. */
  private boolean sentOther(ResponsesCall call, CallInfo info, ResponseSink sink)
      throws Problem, IOException {
    Optional<KeptResponse> other =
        call.background() ? kept.find(info, call.ids().response()) : Optional.empty();
    if (other.isPresent()) {
      send(other.get().json().getBytes(StandardCharsets.UTF_8), info, sink);
    }
    return other.isPresent();
  }

  /** What is not deleted now is gone after some days. */
  private static void forget(RunJournal journal) {
    try {
      journal.clear();
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "the steps of a run are left to expire: " + e.getMessage());
    }
  }

  private void stream(ResponsesCall call, CallInfo info, ResponseSink sink)
      throws Problem, IOException {
    Cancellation gone = new Cancellation();
    try (StreamedResponse answer =
            new StreamedResponse(call, created(), response -> keep(call, response, info));
        EventStream events =
            new EventStream(info.requestId(), answer, call.dropped(), sink, keepAlive, gone)) {
      answer.to(events);
      calls.streamed(
          events, () -> answered(call, info, gone, answer, answer.response(), Optional.empty()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** With a shorter past where that is what it takes, and the route wants it. */
  private Answered answered(
      ResponsesCall call,
      CallInfo info,
      Cancellation gone,
      AnswerListener answer,
      Response response,
      Optional<RunJournal> journal)
      throws Problem, IOException {
    try {
      return ask(call, info, gone, answer, response, journal);
    } catch (Problem e) {
      if (!response.isEmpty() || !Compaction.mayHelp(call, e)) {
        throw e;
      }
      Optional<Compaction.Shorter> shorter = new Compaction(calls).of(call, e, info, gone);
      if (shorter.isEmpty()) {
        throw e;
      }
      AnswerListener heard = shorter.get().heard(answer, response);
      return shorter
          .get()
          .summary()
          .before(ask(shorter.get().call(), info, gone, heard, response, journal));
    }
  }

  private Answered ask(
      ResponsesCall call,
      CallInfo info,
      Cancellation gone,
      AnswerListener answer,
      Response response,
      Optional<RunJournal> journal)
      throws Problem, IOException {
    return call.run().isPresent()
        ? runs().answer(call, info, gone, answer, response, journal)
        : calls.get(call, info, gone, answer);
  }

  /** Built for calls that have a run, so that others load nothing of it. */
  private ToolRuns runs() throws Problem {
    return new ToolRuns(
        calls,
        agents.orElseThrow(
            () -> Problem.unsupported("tools", "No tools are declared here any more.")),
        kept,
        files);
  }

  private void keep(ResponsesCall call, Response response, CallInfo info) {
    if (response.store()) {
      KeptResponse whole = response.toKeep();
      response.kept(
          call.conversation().isPresent()
              ? call.conversation().get().keep(whole)
              : kept.keep(info, whole));
    }
  }

  /**
   * Answers {@code POST /v1/responses/input_tokens} as the service counts, or with an estimate, and
   * says where it is one.
   *
   * @throws Problem 400 when the request is malformed, 403 when the caller may not ask for its
   *     model
   */
  public void count(byte[] body, CallInfo info, ResponseSink sink) throws Problem, IOException {
    TokenCount count = count(parser.count(body, info), info);
    Headers headers = ResponseHeaders.unanswered(info.requestId(), "application/json");
    if (count.estimated()) {
      headers.set("x-trefoil-usage", "estimated");
    }
    byte[] answer =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("object", "response.input_tokens");
              json.writeNumberField("input_tokens", count.tokens());
              json.writeEndObject();
            });
    try (OutputStream out = sink.start(200, headers)) {
      out.write(answer);
    }
  }

  private TokenCount count(ResponsesCall call, CallInfo info) throws Problem {
    if (call.model().equals(ResponsesParser.ANY_MODEL)) {
      return new TokenCount(Requirements.of(call.request()).size().tokens(""), true);
    }
    calls.check(info, call.asked(), call.preferences());
    return calls.count(call, info);
  }

  private long created() {
    return clock.instant().getEpochSecond();
  }
}
