package dev.trefoil.door.responses;

import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.ConversationKey;
import dev.trefoil.conversation.Conversations;
import dev.trefoil.conversation.Item;
import dev.trefoil.conversation.LockedException;
import dev.trefoil.conversation.NoConversationException;
import dev.trefoil.conversation.Run;
import dev.trefoil.conversation.Runs;
import dev.trefoil.conversation.Standing;
import dev.trefoil.conversation.TooLongException;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.Problem;
import dev.trefoil.door.StoreProblems;
import dev.trefoil.store.StoreException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The place of one response in its conversation. For one thread. */
final class ConversationTurn {
  private static final System.Logger LOG = System.getLogger(ConversationTurn.class.getName());

  /** What a run has beyond its call's deadline to be kept in. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final ConversationKey conversation;
  private final Runs runs;
  private final Standing standing;
  private final Map<String, String> referred;
  private final KeptResponses kept;
  private Optional<Run> run = Optional.empty();

  private ConversationTurn(
      ConversationKey conversation,
      Runs runs,
      Standing standing,
      Map<String, String> referred,
      KeptResponses kept) {
    this.conversation = conversation;
    this.runs = runs;
    this.standing = standing;
    this.referred = referred;
    this.kept = kept;
  }

  /**
   * Reads the conversation; nobody is kept from it yet.
   *
   * @param references ids of items that the call says again
   * @throws Problem 404 {@code conversation_not_found} where there is none of this caller's; 409
   *     {@code conversation_locked} while another response is made in it
   */
  static ConversationTurn read(
      KeptResponses kept, String id, List<String> references, CallInfo info) throws Problem {
    Optional<ConversationKey> key = ItemIds.ofConversation(id);
    Optional<Conversations> conversations = kept.conversations();
    if (key.isEmpty() || conversations.isEmpty()) {
      throw ConversationProblems.notFound(id);
    }
    Map<String, String> referred =
        references.isEmpty() ? Map.of() : kept.begin(info, Optional.empty(), references).referred();
    Runs runs = conversations.get().runs();
    try {
      return new ConversationTurn(
          key.get(), runs, runs.read(info.caller(), key.get(), info.deadline()), referred, kept);
    } catch (NoConversationException e) {
      throw ConversationProblems.notFound(id);
    } catch (LockedException e) {
      throw ConversationProblems.of(e, key.get());
    } catch (TooLongException e) {
      throw ConversationProblems.of(e);
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  /** The conversation's id. */
  String id() {
    return ItemIds.conversation(conversation);
  }

  /** What the response goes on from. */
  KeptResponses.Begun begun() {
    return new KeptResponses.Begun(
        standing.next().text(), standing.items().stream().map(Item.Whole::json).toList(), referred);
  }

  /**
   * Takes the place, so that nobody else goes on with the conversation until it is given back.
   *
   * @throws Problem 409 {@code conversation_locked} where someone was quicker
   */
  void claim(CallInfo info) throws Problem {
    try {
      run =
          Optional.of(
              runs.begin(standing, info.deadline().remaining().plus(MARGIN), info.deadline()));
    } catch (LockedException e) {
      throw ConversationProblems.of(e, conversation);
    } catch (StoreException e) {
      throw StoreProblems.of(e);
    }
  }

  /**
   * Keeps the response as the conversation's next turn.
   *
   * @return false where the store does not take it, or the place was taken over meanwhile
   */
  boolean keep(KeptResponse response) {
    Run begun = run.orElseThrow();
    try {
      Deadline deadline = Deadline.after(StoredResponses.STORING);
      kept.note(standing.owner(), response, deadline);
      boolean ended = runs.end(begun, KeptTurns.turn(response, standing.previous()), deadline);
      run = Optional.empty();
      if (!ended) {
        LOG.log(
            Level.WARNING,
            response.id() + " is late: its place in " + id() + " was taken over or deleted");
      }
      return ended;
    } catch (StoreException e) {
      LOG.log(Level.WARNING, response.id() + " is not kept in " + id() + ": " + e.getMessage());
      return false;
    }
  }

  /** Gives the place back, unless it has its turn. Where that fails, others wait for the lease. */
  void release() {
    if (run.isPresent()) {
      try {
        runs.abandon(run.get(), Deadline.after(StoredResponses.STORING));
      } catch (StoreException e) {
        LOG.log(
            Level.WARNING, id() + " stays locked until its run's time is over: " + e.getMessage());
      }
      run = Optional.empty();
    }
  }

  /** An input's items as they are kept: nothing in a conversation refers to elsewhere. */
  List<String> kept(ResponsesCall call) {
    return ConversationItemText.of(call.input(), call.ids(), referred);
  }
}
