package dev.trefoil.door.responses;

import dev.trefoil.agent.RunJournal;
import dev.trefoil.agent.StoredJournal;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.Conversations;
import dev.trefoil.conversation.Item;
import dev.trefoil.conversation.NotKeptException;
import dev.trefoil.conversation.Past;
import dev.trefoil.conversation.Threads;
import dev.trefoil.conversation.TooLongException;
import dev.trefoil.conversation.TurnKey;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.Problem;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.store.StoreException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Responses as turns of threads: a response's key is its turn's. */
public final class StoredResponses implements KeptResponses {
  private static final System.Logger LOG = System.getLogger(StoredResponses.class.getName());

  /** How long a caller is kept waiting for a store that does not take its answer. */
  static final Duration STORING = Duration.ofSeconds(2);

  /** As long as queues bring a job back whose workers died. */
  private static final Duration STEPS_KEPT = Duration.ofDays(4);

  private static final String PREVIOUS = "previous_response_id";

  private final Threads threads;
  private final Conversations conversations;

  public StoredResponses(Threads threads) {
    this.threads = threads;
    this.conversations = new Conversations(threads);
  }

  @Override
  public boolean keeps() {
    return true;
  }

  @Override
  public Optional<Conversations> conversations() {
    return Optional.of(conversations);
  }

  @Override
  public RunJournal journal(String key) {
    return new StoredJournal(threads.records(), threads.contents(), key, STEPS_KEPT, threads::now);
  }

  @Override
  public Begun begin(CallInfo info, Optional<String> previous, List<String> references)
      throws Problem {
    Optional<TurnKey> before = Optional.empty();
    if (previous.isPresent()) {
      before = ItemIds.ofResponse(previous.get());
      if (before.isEmpty()) {
        throw notFound(previous.get());
      }
    }
    try {
      Past past =
          threads.past(
              info.caller(),
              before,
              references.stream().flatMap(id -> ItemIds.reference(id).stream()).toList(),
              info.deadline());
      Map<String, String> referred = new LinkedHashMap<>();
      past.referred().forEach((id, item) -> referred.put(id, item.json()));
      return new Begun(
          past.next().text(), past.items().stream().map(Item.Whole::json).toList(), referred);
    } catch (NotKeptException e) {
      throw before.filter(e.missing()::equals).isPresent()
          ? notFound(previous.orElseThrow())
          : Problem.of(
                  404,
                  "previous_response_not_found",
                  "'"
                      + previous.orElseThrow()
                      + "' goes on from '"
                      + new ItemIds(e.missing().text()).response()
                      + "', which is not kept any more.")
              .withParam(PREVIOUS);
    } catch (TooLongException e) {
      throw Problem.of(
              400,
              "context_length_exceeded",
              "What the call goes on from is too long: " + e.getMessage() + ".")
          .withParam(previous.isPresent() ? PREVIOUS : "input");
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  private static Problem notFound(String id) {
    return Problem.of(
            404,
            "previous_response_not_found",
            "No response with the id '" + id + "' is kept here.")
        .withParam(PREVIOUS);
  }

  @Override
  public String another(String key) {
    return threads.another(new TurnKey(key)).text();
  }

  @Override
  public boolean keep(CallInfo info, KeptResponse response) {
    try {
      note(info.caller(), response, info.deadline().within(STORING));
      threads.keep(
          info.caller(),
          KeptTurns.turn(response, response.previous().flatMap(ItemIds::ofResponse)),
          info.deadline().within(STORING));
      return true;
    } catch (StoreException e) {
      LOG.log(Level.WARNING, response.id() + " is not kept: " + e.getMessage());
      return false;
    }
  }

  @Override
  public void note(Caller owner, KeptResponse response, Deadline deadline) throws StoreException {
    Optional<String> subject = KeptTurns.subject(response);
    if (subject.isPresent()) {
      TurnKey turn = ItemIds.ofResponse(response.id()).orElseThrow();
      threads.note(owner, subject.get(), turn, deadline);
    }
  }

  @Override
  public Optional<KeptResponse> find(CallInfo info, String id) throws Problem {
    Optional<TurnKey> key = ItemIds.ofResponse(id);
    if (key.isEmpty()) {
      return Optional.empty();
    }
    try {
      return threads.find(info.caller(), key.get(), info.deadline()).map(KeptTurns::response);
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  @Override
  public boolean delete(CallInfo info, String id) throws Problem {
    Optional<TurnKey> key = ItemIds.ofResponse(id);
    try {
      return key.isPresent() && threads.delete(info.caller(), key.get(), info.deadline());
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }
}
