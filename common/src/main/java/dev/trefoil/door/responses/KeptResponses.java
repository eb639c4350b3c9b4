package dev.trefoil.door.responses;

import dev.trefoil.agent.RunJournal;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.Conversations;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.Problem;
import dev.trefoil.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Responses that are kept beyond their calls, each its caller's own. Used by many threads. */
public interface KeptResponses {
  /** Where nothing is kept. */
  KeptResponses NONE =
      new KeptResponses() {
        @Override
        public boolean keeps() {
          return false;
        }

        @Override
        public Begun begin(CallInfo info, Optional<String> previous, List<String> references)
            throws Problem {
          if (previous.isPresent()) {
            throw Problem.of(
                    404,
                    "previous_response_not_found",
                    "No response with the id '" + previous.get() + "' is kept here.")
                .withParam("previous_response_id");
          }
          return new Begun(ItemIds.make().key(), List.of(), Map.of());
        }

        @Override
        public String another(String key) {
          return ItemIds.make().key();
        }

        @Override
        public boolean keep(CallInfo info, KeptResponse response) {
          return false;
        }

        @Override
        public Optional<KeptResponse> find(CallInfo info, String id) {
          return Optional.empty();
        }

        @Override
        public boolean delete(CallInfo info, String id) {
          return false;
        }
      };

  /** Whether responses are kept at all. */
  boolean keeps();

  /** What keeps conversations; empty where none are. */
  default Optional<Conversations> conversations() {
    return Optional.empty();
  }

  /**
   * Where a run keeps its steps.
   *
   * @param key of its response
   */
  default RunJournal journal(String key) {
    return RunJournal.NONE;
  }

  /**
   * All that a call needs of what is kept, in one go. Called once a call that is to be kept, goes
   * on from another or refers to items.
   *
   * @param previous the response that it goes on from
   * @param references ids of items
   * @throws Problem 404 {@code previous_response_not_found} where there is none of this caller's;
   *     503 when it cannot be known
   */
  Begun begin(CallInfo info, Optional<String> previous, List<String> references) throws Problem;

  /**
   * A key of its own for an answer to the same call, where that is made more than once.
   *
   * @param key of {@link Begun}
   */
  String another(String key);

  /**
   * A response that is kept, with all its output.
   *
   * @return empty where there is none of this caller's
   * @throws Problem 503 when it cannot be known
   */
  Optional<KeptResponse> find(CallInfo info, String id) throws Problem;

  /**
   * Deletes a response that is kept.
   *
   * @return whether there was one of this caller's
   * @throws Problem 503 when it cannot be done
   */
  boolean delete(CallInfo info, String id) throws Problem;

  /**
   * Keeps a response, before its caller gets it.
   *
   * @return whether it is kept: the response says so
   */
  boolean keep(CallInfo info, KeptResponse response);

  /**
   * Notes whom a response is about, before it is kept, so that it is found when that one's data is
   * erased.
   *
   * @throws StoreException when it cannot be: then it is not kept
   */
  default void note(Caller owner, KeptResponse response, Deadline deadline) throws StoreException {}

  /**
   * What is known of a call's past, and the ids of its future.
   *
   * @param key 32 small letters and digits, from which its response's and items' ids are made
   * @param items the conversation up to and with {@code previous}, oldest first: JSON objects as
   *     text, as {@link KeptResponse} gave them, with no references among them
   * @param referred items that are referred to, by their ids; without those that are not there
   */
  record Begun(String key, List<String> items, Map<String, String> referred) {
    /** Where nothing is gone on from, and nothing is made. */
    static final Begun NOTHING = new Begun("", List.of(), Map.of());

    public Begun {
      items = List.copyOf(items);
      referred = Map.copyOf(referred);
    }

    /** The same without items that a summary among them stands for. */
    Begun left() {
      return items.isEmpty() ? this : new Begun(key, CompactionItem.left(items), referred);
    }
  }
}
