package dev.trefoil.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.Pace;
import dev.trefoil.emulators.Reply;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every provider does, so that they are interchangeable in fact: each is run, with its
 * vendor's client, against the emulator of its service. The time limit only ends a test that hangs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
public abstract class ChatModelContract {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private ModelEmulator emulator;
  private ChatModel model;

  /** The service's emulator, on a port of its own choice if {@code port} is 0. */
  protected abstract ModelEmulator start(int port);

  /** The provider's model, sent to the emulator, with credentials that it accepts or not. */
  protected abstract ChatModel connect(URI endpoint, boolean validCredentials);

  /** A model that the service has. */
  protected abstract String modelId();

  /** Whether the service can say when to come back after a throttle. */
  protected abstract boolean givesRetryHints();

  /** Whether the service refuses a filtered prompt with an error, in place of a filtered answer. */
  protected abstract boolean refusesFilteredPrompts();

  @BeforeAll
  protected void startService() {
    emulator = start(0);
    model = connect(emulator.endpoint(), true);
  }

  @AfterAll
  protected void stopService() {
    threads.shutdownNow();
    model.close();
    emulator.close();
  }

  @BeforeEach
  protected void forget() {
    controls().clearFault();
    controls().clearReplies();
    controls().clearJournal();
    controls().pace(Pace.FREE);
  }

  protected final Controls controls() {
    return emulator.controls();
  }

  // An answer

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerIsItsTextThenItsEnd(boolean stream) throws ProviderException {
    List<ChatEvent> events = chat(user("one two  three\nfour 🍀 fünf"), stream);

    assertThat(text(events)).isEqualTo("one two  three\nfour 🍀 fünf");
    assertThat(finished(events).reason()).isEqualTo(FinishReason.STOP);
    assertThat(finished(events).usage().promptTokens()).isEqualTo(6);
    assertThat(finished(events).usage().completionTokens()).isEqualTo(6);
    assertThat(controls().journal()).hasSize(1);
  }

  @Test
  void aStreamComesPieceByPieceInOrder() throws ProviderException {
    List<ChatEvent> events = chat(user("one two three"), true);

    assertThat(events.subList(0, events.size() - 1))
        .containsExactly(new TextDelta("one"), new TextDelta(" two"), new TextDelta(" three"));
  }

  @Test
  void eachPieceIsGivenBeforeTheNextIsThere() throws ProviderException {
    Semaphore given = new Semaphore(1);
    controls().pace(token -> given.acquire());

    List<ChatEvent> events = new ArrayList<>();
    model.chat(
        request(user("one two three four"), true),
        modelId(),
        context(new Cancellation()),
        event -> {
          events.add(event);
          given.release();
        });

    assertThat(text(events)).isEqualTo("one two three four");
  }

  @Test
  void aLongStreamIsWholeHoweverSlowlyItIsTaken() throws ProviderException {
    String words = IntStream.range(0, 3000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    List<ChatEvent> events = new ArrayList<>();
    model.chat(
        request(user(words), true),
        modelId(),
        context(new Cancellation()),
        event -> {
          Thread.yield();
          events.add(event);
        });

    assertThat(text(events)).isEqualTo(words);
    assertThat(events).hasSize(3001);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everythingIsGivenOnTheCallingThread(boolean stream) throws ProviderException {
    Set<Thread> seen = new HashSet<>();
    model.chat(
        request(user("one two"), stream),
        modelId(),
        context(new Cancellation()),
        event -> seen.add(Thread.currentThread()));

    assertThat(seen).containsExactly(Thread.currentThread());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerThatMeetsItsLimitSaysSo(boolean stream) throws ProviderException {
    List<ChatEvent> events =
        chat(
            new ChatRequest(
                List.of(user("one two three")),
                new Settings(
                    OptionalDouble.of(0.5),
                    OptionalDouble.of(0.9),
                    OptionalInt.of(2),
                    List.of("none of it")),
                stream));

    assertThat(text(events)).isEqualTo("one two");
    assertThat(finished(events).reason()).isEqualTo(FinishReason.LENGTH);
    assertThat(finished(events).usage().completionTokens()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerThatMeetsAStopTextEndsThere(boolean stream) throws ProviderException {
    List<ChatEvent> events =
        chat(
            new ChatRequest(
                List.of(user("one two three")),
                new Settings(
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalInt.empty(),
                    List.of("END", " three")),
                stream));

    assertThat(text(events)).isEqualTo("one two");
    assertThat(finished(events).reason()).isEqualTo(FinishReason.STOP);
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
      assertThat(text(events)).endsWith("last");
    }
    assertThat(finished(chat(new ChatRequest(List.of(system), Settings.DEFAULTS, false))).reason())
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
    assertThat(failure.retryAfter())
        .isEqualTo(givesRetryHints() ? Optional.of(Duration.ofSeconds(7)) : Optional.empty());
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

    assertThat(finished(chat(user("hi"), stream)).reason()).isEqualTo(FinishReason.CONTENT_FILTER);
  }

  @Test
  void credentialsThatAreNotAcceptedAreAnAuthenticationFailure() {
    try (ChatModel stranger = connect(emulator.endpoint(), false)) {
      for (boolean stream : new boolean[] {false, true}) {
        assertThatThrownBy(
                () ->
                    stranger.chat(
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
    try (ChatModel orphan = connect(endpoint, true)) {
      for (int i = 0; i < 3; i++) {
        assertThat(failure(orphan, user("hi"), stream, new ArrayList<>()).kind())
            .isEqualTo(Kind.UNREACHABLE);
      }
      try (ModelEmulator back = start(endpoint.getPort())) {
        assertThat(back.endpoint()).isEqualTo(endpoint);
        assertThat(text(chat(orphan, user("hi"), stream))).isEqualTo("hi");
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
        threads.submit(() -> failure(model, user("hi"), stream, new ArrayList<>(), cancellation));
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
                model.chat(
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
      model.chat(
          request(user("one two three"), stream), modelId(), context(new Cancellation()), listener);
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

    assertThat(failure(model, user("hi"), stream, new ArrayList<>(), cancellation).kind())
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
                model.chat(
                    request(user("one two three"), true),
                    modelId(),
                    context(cancellation),
                    event -> {
                      events.add(event);
                      cancellation.cancel();
                      more.release(10);
                    }))
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
    assertThat(events).containsExactly(new TextDelta("one"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anExceptionOfTheListenerIsLetThroughAsItIs(boolean stream) throws ProviderException {
    IllegalStateException enough = new IllegalStateException("enough");

    assertThatThrownBy(
            () ->
                model.chat(
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
        ChatModel connected = connect(service.endpoint(), true)) {
      IllegalStateException enough = new IllegalStateException("enough");
      assertThatThrownBy(
              () ->
                  connected.chat(
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
        ChatModel connected = connect(service.endpoint(), true)) {
      Cancellation cancellation = new Cancellation();
      Semaphore given = new Semaphore(0);
      Future<Kind> failed =
          threads.submit(
              () -> {
                try {
                  connected.chat(
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
        ChatModel connected = connect(service.endpoint(), true)) {
      Cancellation cancellation = new Cancellation();
      Future<ProviderException> failed =
          threads.submit(
              () -> failure(connected, user("hi"), false, new ArrayList<>(), cancellation));
      service.awaitRequest();
      cancellation.cancel();

      assertThat(failed.get().kind()).isEqualTo(Kind.TIMEOUT);
      service.awaitHangUp();
    }
  }

  // Helpers

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

  /** Answers of the service to give next, in its own words. */
  protected final void reply(String... events) {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> parsed = new ArrayList<>();
    for (String event : events) {
      try {
        parsed.add(event.startsWith("{") ? json.readTree(event) : new TextNode(event));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    controls().replies(List.of(new Reply.Events(parsed)));
  }

  protected final List<ChatEvent> chat(Message message, boolean stream) throws ProviderException {
    return chat(request(message, stream));
  }

  protected final List<ChatEvent> chat(ChatRequest request) throws ProviderException {
    return chat(model, request);
  }

  protected final List<ChatEvent> chat(ChatModel with, Message message, boolean stream)
      throws ProviderException {
    return chat(with, request(message, stream));
  }

  private List<ChatEvent> chat(ChatModel with, ChatRequest request) throws ProviderException {
    List<ChatEvent> events = new ArrayList<>();
    with.chat(request, modelId(), context(new Cancellation()), events::add);
    return events;
  }

  /** How a call fails under a fault that lasts; the service must have seen it once. */
  protected final ProviderException failure(Failure failure, boolean stream) {
    controls().clearJournal();
    controls().fault(Fault.always(failure));
    return failure(user("one two three"), stream, new ArrayList<>());
  }

  protected final ProviderException failure(
      Message message, boolean stream, List<ChatEvent> events) {
    int before = controls().journal().size();
    ProviderException failure = failure(model, message, stream, events);
    assertThat(controls().journal()).as("one request, no retry").hasSize(before + 1);
    return failure;
  }

  private ProviderException failure(
      ChatModel with, Message message, boolean stream, List<ChatEvent> events) {
    return failure(with, message, stream, events, new Cancellation());
  }

  private ProviderException failure(
      ChatModel with,
      Message message,
      boolean stream,
      List<ChatEvent> events,
      Cancellation cancellation) {
    try {
      with.chat(request(message, stream), modelId(), context(cancellation), events::add);
    } catch (ProviderException e) {
      assertThat(events).noneMatch(Finished.class::isInstance);
      return e;
    }
    throw new AssertionError("an answer: " + events);
  }

  protected static Message user(String text) {
    return Message.of(Role.USER, text);
  }

  protected static String text(List<ChatEvent> events) {
    return events.stream()
        .map(event -> event instanceof TextDelta(String text) ? text : "")
        .collect(Collectors.joining());
  }

  protected static Finished finished(List<ChatEvent> events) {
    assertThat(events).filteredOn(Finished.class::isInstance).hasSize(1);
    return (Finished) events.getLast();
  }

  private static ChatRequest request(Message message, boolean stream) {
    return new ChatRequest(List.of(message), Settings.DEFAULTS, stream);
  }

  private static CallContext context(Cancellation cancellation) {
    return new CallContext("test", Deadline.after(Duration.ofMinutes(1)), cancellation);
  }
}
