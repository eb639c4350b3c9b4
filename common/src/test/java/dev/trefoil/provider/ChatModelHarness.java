package dev.trefoil.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** One provider in front of its emulator, and what the contracts' tests ask and read with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ChatModelHarness {
  private ModelEmulator emulator;
  private ModelService service;

  /** The service's emulator, on a port of its own choice if {@code port} is 0. */
  protected abstract ModelEmulator start(int port);

  /** The provider, sent to the emulator, with credentials that it accepts or not. */
  protected abstract ModelService connect(URI endpoint, boolean validCredentials);

  /** A model that the service has; it sees images and calls tools, also in a stream. */
  protected abstract String modelId();

  @BeforeAll
  protected void startService() {
    emulator = start(0);
    service = connect(emulator.endpoint(), true);
  }

  @AfterAll
  protected void stopService() {
    service.close();
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

  protected final URI endpoint() {
    return emulator.endpoint();
  }

  protected final ChatModel model() {
    return service.chat();
  }

  /** What the caller is told that the model was not. */
  protected final List<String> dropped(ChatRequest request) {
    return ((RuledService) service).dropped(request, modelId());
  }

  /** Answers of the service to give next, in its own words. */
  protected void reply(String... events) {
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
    return chat(model(), request, modelId());
  }

  protected final List<ChatEvent> chat(ChatModel with, Message message, boolean stream)
      throws ProviderException {
    return chat(with, request(message, stream), modelId());
  }

  protected final List<ChatEvent> chat(ChatModel with, ChatRequest request, String id)
      throws ProviderException {
    List<ChatEvent> events = new ArrayList<>();
    with.chat(request, id, context(new Cancellation()), events::add);
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
    ProviderException failure = failure(model(), message, stream, events);
    assertThat(controls().journal()).as("one request, no retry").hasSize(before + 1);
    return failure;
  }

  /** How a call fails that is refused before anything is sent. */
  protected final ProviderException refusal(ChatRequest request) {
    controls().clearJournal();
    ProviderException failure = failure(model(), request, new ArrayList<>(), new Cancellation());
    assertThat(controls().journal()).as("nothing is sent").isEmpty();
    return failure;
  }

  final ProviderException failure(
      ChatModel with, Message message, boolean stream, List<ChatEvent> events) {
    return failure(with, message, stream, events, new Cancellation());
  }

  final ProviderException failure(
      ChatModel with,
      Message message,
      boolean stream,
      List<ChatEvent> events,
      Cancellation cancellation) {
    return failure(with, request(message, stream), events, cancellation);
  }

  private ProviderException failure(
      ChatModel with, ChatRequest request, List<ChatEvent> events, Cancellation cancellation) {
    try {
      with.chat(request, modelId(), context(cancellation), events::add);
    } catch (ProviderException e) {
      assertThat(events).noneMatch(Finished.class::isInstance);
      return e;
    }
    throw new AssertionError("an answer: " + events);
  }

  protected static Message user(String text) {
    return Message.of(Role.USER, text);
  }

  /** The text of the first choice. */
  protected static String text(List<ChatEvent> events) {
    return events.stream()
        .map(
            event -> event instanceof TextDelta(int choice, String text) && choice == 0 ? text : "")
        .collect(Collectors.joining());
  }

  protected static Finished finished(List<ChatEvent> events) {
    assertThat(events).filteredOn(Finished.class::isInstance).hasSize(1);
    return (Finished) events.getLast();
  }

  /** Why the only choice ended; it did so once, right before the answer's end. */
  protected static FinishReason reason(List<ChatEvent> events) {
    assertThat(events).filteredOn(ChoiceFinished.class::isInstance).hasSize(1);
    finished(events);
    return ((ChoiceFinished) events.get(events.size() - 2)).reason();
  }

  static ChatRequest request(Message message, boolean stream) {
    return new ChatRequest(List.of(message), Settings.DEFAULTS, stream);
  }

  static CallContext context(Cancellation cancellation) {
    return new CallContext("test", Deadline.after(Duration.ofMinutes(1)), cancellation);
  }
}
