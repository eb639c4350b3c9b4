package dev.trefoil.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every provider does, so that they are interchangeable in fact: each is run, with its
 * vendor's client, against the emulator of its service. Here: answers and their ends, failures and
 * giving up; {@link ConversationContract} has what is asked. The time limit only ends a test that
 * hangs.
 */
@Timeout(60)
public abstract class ChatModelContract extends ConversationContract {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Whether the service refuses a filtered prompt with an error, in place of a filtered answer. */
  protected abstract boolean refusesFilteredPrompts();

  /** Newer models say before a text what it is: a remark, or the answer. */
  private static List<ChatEvent> withoutPhases(List<ChatEvent> events) {
    return events.stream().filter(event -> !(event instanceof ChatEvent.PhaseStarted)).toList();
  }

  @AfterAll
  void stopThreads() {
    threads.shutdownNow();
  }

  // An answer

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerIsItsTextThenItsEnd(boolean stream) throws ProviderException {
    List<ChatEvent> events = chat(user("one two  three\nfour 🍀 fünf"), stream);

    assertThat(text(events)).isEqualTo("one two  three\nfour 🍀 fünf");
    assertThat(reason(events)).isEqualTo(FinishReason.STOP);
    assertThat(finished(events).usage().promptTokens()).isEqualTo(6);
    assertThat(finished(events).usage().completionTokens()).isEqualTo(6);
    assertThat(controls().journal()).hasSize(1);
  }

  @Test
  void aStreamComesPieceByPieceInOrder() throws ProviderException {
    List<ChatEvent> events = withoutPhases(chat(user("one two three"), true));

    assertThat(events.subList(0, events.size() - 2))
        .containsExactly(new TextDelta("one"), new TextDelta(" two"), new TextDelta(" three"));
  }

  @Test
  void eachPieceIsGivenBeforeTheNextIsThere() throws ProviderException {
    Semaphore given = new Semaphore(1);
    controls().pace(token -> given.acquire());

    List<ChatEvent> events = new ArrayList<>();
    model()
        .chat(
            request(user("one two three four"), true),
            modelId(),
            context(new Cancellation()),
            event -> {
              events.add(event);
              given.release();
            });

    assertThat(text(events)).isEqualTo("one two three four");
  }

  /** The service sends a piece only once the caller may have been sent the one before. */
  @Test
  void whoSaysThatMoreHasComeSaysSoWhenMoreIsWaitedFor() throws ProviderException {
    Semaphore sent = new Semaphore(1);
    controls().pace(token -> sent.acquire());

    Sent listener = new Sent(sent);
    model()
        .chat(
            request(user("one two three four"), true),
            modelId(),
            context(new Cancellation()),
            listener);

    assertThat(text(listener.events)).isEqualTo("one two three four");
  }

  /** Sends on as a door does: by itself what comes alone, and together what comes together. */
  private static final class Sent implements ChatListener {
    private final List<ChatEvent> events = new ArrayList<>();
    private final Semaphore sent;
    private boolean burst;
    private boolean unsent;

    Sent(Semaphore sent) {
      this.sent = sent;
    }

    @Override
    public void onEvent(ChatEvent event) {
      events.add(event);
      unsent = true;
      send();
    }

    @Override
    public void onBurst(boolean goesOn) {
      burst = goesOn;
      send();
    }

    private void send() {
      if (unsent && !burst) {
        unsent = false;
        sent.release();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aServiceThatTakesATraceIsToldTheCallers(boolean stream) throws ProviderException {
    Traceparent trace = new Traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    CallContext traced =
        new CallContext(
            "test", Optional.of(trace), Deadline.after(Duration.ofMinutes(1)), new Cancellation());
    model().chat(request(user("hi"), stream), modelId(), traced, event -> {});
    chat(user("hi"), stream);

    assertThat(controls().journal())
        .extracting(entry -> entry.headers().getOrDefault(Traceparent.NAME, List.of()))
        .containsExactly(takesTrace() ? List.of(trace.text()) : List.of(), List.of());
  }

  /** Whether the service is sent the header {@code traceparent}. */
  protected boolean takesTrace() {
    return true;
  }

  @Test
  void aLongStreamIsWholeHoweverSlowlyItIsTaken() throws ProviderException {
    String words = IntStream.range(0, 3000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    List<ChatEvent> events = new ArrayList<>();
    model()
        .chat(
            request(user(words), true),
            modelId(),
            context(new Cancellation()),
            event -> {
              Thread.yield();
              events.add(event);
            });

    assertThat(text(events)).isEqualTo(words);
    assertThat(withoutPhases(events)).hasSize(3002);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everythingIsGivenOnTheCallingThread(boolean stream) throws ProviderException {
    Set<Thread> seen = new HashSet<>();
    model()
        .chat(
            request(user("one two"), stream),
            modelId(),
            context(new Cancellation()),
            event -> seen.add(Thread.currentThread()));

    assertThat(seen).containsExactly(Thread.currentThread());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerThatMeetsItsLimitSaysSo(boolean stream) throws ProviderException {
    int most = leastTokens() + 1;
    List<ChatEvent> events =
        chat(
            new ChatRequest(
                List.of(user("one" + " two".repeat(most))),
                Settings.builder()
                    .temperature(OptionalDouble.of(0.5))
                    .maxTokens(OptionalInt.of(most))
                    .stop(List.of("none of it"))
                    .build(),
                stream));

    assertThat(text(events)).isEqualTo("one" + " two".repeat(most - 1));
    assertThat(reason(events)).isEqualTo(FinishReason.LENGTH);
    assertThat(finished(events).usage().completionTokens()).isEqualTo(most);
  }

  /** The least number of tokens that the service takes as a limit. */
  protected int leastTokens() {
    return 1;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerThatMeetsAStopTextEndsThere(boolean stream) throws ProviderException {
    ChatRequest request =
        new ChatRequest(
            List.of(user("one two three")),
            Settings.builder().stop(List.of("END", " three")).build(),
            stream);
    List<ChatEvent> events = chat(request);

    assertThat(dropped(request)).isEqualTo(takesStops() ? List.of() : List.of("stop"));
    assertThat(text(events)).isEqualTo(takesStops() ? "one two" : "one two three");
    assertThat(reason(events)).isEqualTo(FinishReason.STOP);
  }

  /** Whether the service takes texts that end an answer. */
  protected boolean takesStops() {
    return true;
  }

  @Test
  void conversationsOfEveryShapeAreAccepted() throws ProviderException {
    Message system = Message.of(Role.SYSTEM, "be kind");
    Message assistant = Message.of(Role.ASSISTANT, "hello");
    for (List<Message> conversation :
        List.of(
            List.of(system, user("last")),
            List.of(user("a"), system, user("last")),
            List.of(user("a"), assistant, user("last"), system),
            List.of(assistant, user("last")),
            List.of(user("a"), assistant, assistant, user(" "), user("last")),
            List.of(user("a"), Message.of(Role.ASSISTANT, ""), user("b"), assistant, user("last")),
            List.of(user(" \n"), assistant, user("last")))) {
      List<ChatEvent> events = chat(new ChatRequest(conversation, Settings.DEFAULTS, false));
      // Instructions after it are the user's words to services that have no other place for them.
      assertThat(text(events)).contains("last");
    }
    assertThat(reason(chat(new ChatRequest(List.of(system), Settings.DEFAULTS, false))))
        .isEqualTo(FinishReason.STOP);
  }

  @Test
  void callsAtOnceDoNotMix() throws Exception {
    int calls = 50;
    CyclicBarrier start = new CyclicBarrier(calls);
    Map<String, Future<List<ChatEvent>>> answers = new HashMap<>();
    for (int i = 0; i < calls; i++) {
      String words = ("call" + i + " ").repeat(20) + "end";
      boolean stream = i % 2 == 0;
      answers.put(
          words,
          threads.submit(
              () -> {
                start.await();
                return chat(user(words), stream);
              }));
    }

    for (Map.Entry<String, Future<List<ChatEvent>>> answer : answers.entrySet()) {
      assertThat(text(answer.getValue().get())).isEqualTo(answer.getKey());
    }
    assertThat(controls().journal()).hasSize(calls);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callsInTurnShareConnections(boolean stream) throws Exception {
    int calls = 50;
    try (Relay relay = new Relay(endpoint());
        ModelService connected = connect(relay.endpoint(), true)) {
      for (int i = 0; i < calls; i++) {
        chat(connected.chat(), user("hi"), stream);
      }
      assertThat(relay.connections()).isLessThan(calls / 5);
    }
  }

  // No answer

  @ParameterizedTest
  @CsvSource({
    "400,INVALID",
    "401,AUTH",
    "403,AUTH",
    "404,MODEL_UNAVAILABLE",
    "408,TIMEOUT",
    "429,THROTTLED",
    "500,OVERLOADED",
    "503,OVERLOADED"
  })
  void aRefusalIsToldByItsStatus(int status, Kind kind) {
    for (boolean stream : new boolean[] {false, true}) {
      ProviderException failure =
          failure(new Failure.NativeError(status, Optional.empty()), stream);

      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.getMessage()).isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anOutageIsOverloaded(boolean stream) {
    assertThat(failure(new Failure.Outage(), stream).kind()).isEqualTo(Kind.OVERLOADED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aThrottleKeepsTheHintWhereThereIsOne(boolean stream) {
    ProviderException failure = failure(new Failure.Throttle(OptionalInt.of(7)), stream);

    assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(failure(new Failure.Throttle(OptionalInt.empty()), stream).retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aConnectionThatIsResetBeforeAnAnswerIsUnreachable(boolean stream) {
    assertThat(failure(new Failure.Reset(), stream).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void anAnswerThatIsCutWithinItsTextIsTruncatedAndWhatCameWasGiven() {
    controls().fault(Fault.always(new Failure.Cut(2)));
    List<ChatEvent> events = new ArrayList<>();

    assertThat(failure(user("one two three four"), true, events).kind()).isEqualTo(Kind.TRUNCATED);
    assertThat(text(events)).isEqualTo("one two");
  }

  @Test
  void anAnswerThatIsCutBeforeItsEndMarkIsTruncatedThoughItsTextIsWhole() {
    controls().fault(Fault.always(new Failure.Cut(3)));
    List<ChatEvent> events = new ArrayList<>();

    assertThat(failure(user("one two three"), true, events).kind()).isEqualTo(Kind.TRUNCATED);
    assertThat(text(events)).isEqualTo("one two three");
  }

  @Test
  void aConnectionThatIsCutBeforeAnyTextIsUnreachable() {
    assertThat(failure(new Failure.Cut(0), true).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure(new Failure.Cut(2), false).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void aBrokenEventCutsTheAnswerThere() {
    controls().fault(Fault.always(new Failure.Malformed()));
    List<ChatEvent> events = new ArrayList<>();

    assertThat(failure(user("one two three"), true, events).kind()).isEqualTo(Kind.TRUNCATED);
    assertThat(text(events)).isEqualTo("one");
    assertThat(failure(new Failure.Malformed(), false).kind()).isEqualTo(Kind.TRUNCATED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPromptThatIsTooLongIsToldFromOneThatIsWrong(boolean stream) {
    assertThat(failure(new Failure.ContextLength(), stream).kind())
        .isEqualTo(Kind.CONTEXT_TOO_LONG);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFilteredPromptIsFilteredWhicheverWayTheServiceSaysSo(boolean stream)
      throws ProviderException {
    if (refusesFilteredPrompts()) {
      assertThat(failure(new Failure.ContentFilter(), stream).kind())
          .isEqualTo(Kind.CONTENT_FILTERED);
      return;
    }
    controls().fault(Fault.always(new Failure.ContentFilter()));

    assertThat(reason(chat(user("hi"), stream))).isEqualTo(FinishReason.CONTENT_FILTER);
  }

  @Test
  void credentialsThatAreNotAcceptedAreAnAuthenticationFailure() {
    try (ModelService stranger = connect(endpoint(), false)) {
      for (boolean stream : new boolean[] {false, true}) {
        assertThatThrownBy(
                () ->
                    stranger
                        .chat()
                        .chat(
                            request(user("hi"), stream),
                            modelId(),
                            context(new Cancellation()),
                            event -> {}))
            .isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.AUTH));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aServiceThatIsGoneIsUnreachableAndOneThatIsBackIsReachedAtOnce(boolean stream)
      throws ProviderException {
    ModelEmulator gone = start(0);
    URI endpoint = gone.endpoint();
    gone.close();
    try (ModelService orphan = connect(endpoint, true)) {
      for (int i = 0; i < 3; i++) {
        assertThat(failure(orphan.chat(), user("hi"), stream, new ArrayList<>()).kind())
            .isEqualTo(Kind.UNREACHABLE);
      }
      try (ModelEmulator back = start(endpoint.getPort())) {
        assertThat(back.endpoint()).isEqualTo(endpoint);
        assertThat(text(chat(orphan.chat(), user("hi"), stream))).isEqualTo("hi");
      }
    }
  }

  @Test
  void anyFailureIsForgottenByTheNextCall() throws ProviderException {
    for (Failure failure :
        List.of(
            new Failure.Reset(),
            new Failure.Cut(1),
            new Failure.Malformed(),
            new Failure.Outage())) {
      controls().fault(Fault.next(1, failure));
      failure(user("one two three"), true, new ArrayList<>());

      assertThat(text(chat(user("one two three"), true))).isEqualTo("one two three");
    }
  }

  // Giving up

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSilentServiceIsLeftWhenTheAttemptIsCancelled(boolean stream) throws Exception {
    controls().fault(Fault.always(new Failure.Silent()));
    Cancellation cancellation = new Cancellation();
    Future<ProviderException> failed =
        threads.submit(() -> failure(model(), user("hi"), stream, new ArrayList<>(), cancellation));
    while (controls().journal().isEmpty()) {
      Thread.onSpinWait();
    }
    cancellation.cancel();

    assertThat(failed.get().kind()).isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void aStalledStreamIsLeftWhenTheAttemptIsCancelled() throws Exception {
    controls().fault(Fault.always(new Failure.Stall(2)));
    Cancellation cancellation = new Cancellation();
    Semaphore given = new Semaphore(0);
    Future<ProviderException> failed =
        threads.submit(
            () -> {
              try {
                model()
                    .chat(
                        request(user("one two three"), true),
                        modelId(),
                        context(cancellation),
                        event -> given.release());
                throw new AssertionError("no failure");
              } catch (ProviderException e) {
                return e;
              }
            });
    given.acquire(2);
    cancellation.cancel();

    assertThat(failed.get().kind()).isEqualTo(Kind.TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSilentServiceIsLeftWhenTheThreadIsInterrupted(boolean stream) throws Exception {
    controls().fault(Fault.always(new Failure.Silent()));
    FutureTask<List<Object>> outcome = new FutureTask<>(() -> outcome(stream, event -> {}));
    Thread caller = Thread.ofVirtual().start(outcome);
    while (controls().journal().isEmpty()) {
      Thread.onSpinWait();
    }
    caller.interrupt();

    assertThat(outcome.get()).containsExactly(Kind.TIMEOUT, true);
  }

  @Test
  void aStalledStreamIsLeftWhenTheThreadIsInterrupted() throws Exception {
    controls().fault(Fault.always(new Failure.Stall(2)));
    Semaphore given = new Semaphore(0);
    FutureTask<List<Object>> outcome =
        new FutureTask<>(() -> outcome(true, event -> given.release()));
    Thread caller = Thread.ofVirtual().start(outcome);
    given.acquire(2);
    caller.interrupt();

    assertThat(outcome.get()).containsExactly(Kind.TIMEOUT, true);
  }

  /** How a call fails, and whether its thread is then interrupted. */
  private List<Object> outcome(boolean stream, ChatListener listener) {
    try {
      model()
          .chat(
              request(user("one two three"), stream),
              modelId(),
              context(new Cancellation()),
              listener);
      throw new AssertionError("an answer");
    } catch (ProviderException e) {
      return List.of(e.kind(), Thread.interrupted());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAttemptThatIsAlreadyCancelledAsksNobody(boolean stream) {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();

    assertThat(failure(model(), user("hi"), stream, new ArrayList<>(), cancellation).kind())
        .isEqualTo(Kind.TIMEOUT);
    assertThat(controls().journal()).isEmpty();
  }

  @Test
  void aCancellationWithinAnEventEndsTheAttempt() {
    Cancellation cancellation = new Cancellation();
    List<ChatEvent> events = new ArrayList<>();
    Semaphore more = new Semaphore(2);
    controls().pace(token -> more.acquire());

    assertThatThrownBy(
            () ->
                model()
                    .chat(
                        request(user("one two three"), true),
                        modelId(),
                        context(cancellation),
                        event -> {
                          events.add(event);
                          if (event instanceof TextDelta) {
                            cancellation.cancel();
                            more.release(10);
                          }
                        }))
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
    assertThat(withoutPhases(events)).containsExactly(new TextDelta("one"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anExceptionOfTheListenerIsLetThroughAsItIs(boolean stream) throws ProviderException {
    IllegalStateException enough = new IllegalStateException("enough");

    assertThatThrownBy(
            () ->
                model()
                    .chat(
                        request(user("one two three"), stream),
                        modelId(),
                        context(new Cancellation()),
                        event -> {
                          throw enough;
                        }))
        .isSameAs(enough);
    assertThat(text(chat(user("next"), stream))).isEqualTo("next");
  }

  @Test
  void aListenersExceptionEndsTheRequestAtTheService() throws Exception {
    try (Endless service = endless();
        ModelService connected = connect(service.endpoint(), true)) {
      IllegalStateException enough = new IllegalStateException("enough");
      assertThatThrownBy(
              () ->
                  connected
                      .chat()
                      .chat(
                          request(user("hi"), true),
                          modelId(),
                          context(new Cancellation()),
                          event -> {
                            throw enough;
                          }))
          .isSameAs(enough);
      service.awaitHangUp();
    }
  }

  @Test
  void aCancellationEndsTheRequestAtTheService() throws Exception {
    try (Endless service = endless();
        ModelService connected = connect(service.endpoint(), true)) {
      Cancellation cancellation = new Cancellation();
      Semaphore given = new Semaphore(0);
      Future<Kind> failed =
          threads.submit(
              () -> {
                try {
                  connected
                      .chat()
                      .chat(
                          request(user("hi"), true),
                          modelId(),
                          context(cancellation),
                          event -> given.release());
                  throw new AssertionError("no failure");
                } catch (ProviderException e) {
                  return e.kind();
                }
              });
      given.acquire();
      cancellation.cancel();

      assertThat(failed.get()).isEqualTo(Kind.TIMEOUT);
      service.awaitHangUp();
    }
  }

  @Test
  void aCancellationEndsAPlainRequestAtTheService() throws Exception {
    try (Endless service = endless();
        ModelService connected = connect(service.endpoint(), true)) {
      Cancellation cancellation = new Cancellation();
      Future<ProviderException> failed =
          threads.submit(
              () -> failure(connected.chat(), user("hi"), false, new ArrayList<>(), cancellation));
      service.awaitRequest();
      cancellation.cancel();

      assertThat(failed.get().kind()).isEqualTo(Kind.TIMEOUT);
      service.awaitHangUp();
    }
  }

  /**
   * A service that takes one request, gives one piece of text if that is for a stream, and waits
   * for the request's end.
   */
  public interface Endless extends AutoCloseable {
    URI endpoint();

    /** Returns when there is a request. */
    void awaitRequest() throws InterruptedException;

    /** Returns when the client has ended its request. */
    void awaitHangUp() throws Exception;

    @Override
    void close() throws IOException;
  }

  /** Such a service, in the vendor's protocol. */
  protected abstract Endless endless() throws IOException;

  @Test
  void anAnswerThatIsCompleteIsNotHeldByWhatItsConnectionDoes() throws Exception {
    List<Endless> services = lingering();
    assertThat(services).isNotEmpty();
    for (Endless lingering : services) {
      try (Endless service = lingering;
          ModelService connected = connect(service.endpoint(), true)) {
        List<ChatEvent> events = chat(connected.chat(), user("hi"), true);

        assertThat(text(events)).isEqualTo("Hello");
        assertThat(reason(events)).isEqualTo(FinishReason.STOP);
        service.awaitHangUp();
      }
    }
  }

  /**
   * Services that answer "Hello" to the end and then hold the connection open: in each way that the
   * vendor's protocol ends an answer, silent or going on with what nobody needs.
   */
  protected abstract List<Endless> lingering() throws IOException;

  /** Such services that send {@code data} lines, with and without an end mark. */
  protected static List<Endless> lingering(List<String> complete, String mark, String again)
      throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    String answer = head + "data: " + String.join("\n\ndata: ", complete) + "\n\n";
    List<Endless> services = new ArrayList<>();
    for (String ended : mark.isEmpty() ? List.of(answer) : List.of(answer, answer + mark)) {
      services.add(new RawService(ended.getBytes(UTF_8)));
      services.add(new RawService(ended.getBytes(UTF_8), again.getBytes(UTF_8)));
    }
    return services;
  }
}
