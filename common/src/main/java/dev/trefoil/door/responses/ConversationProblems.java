package dev.trefoil.door.responses;

import dev.trefoil.conversation.ConversationKey;
import dev.trefoil.conversation.Conversations;
import dev.trefoil.conversation.LockedException;
import dev.trefoil.conversation.TooLongException;
import dev.trefoil.door.Problem;
import java.time.Duration;

/** Says why a conversation cannot be told or gone on with. */
final class ConversationProblems {
  private static final Duration SOON = Duration.ofSeconds(1);

  /** A lease is longer than most answers take: whoever waits for all of it waits too long. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private ConversationProblems() {}

  /** What keeps conversations. */
  static Conversations required(KeptResponses kept) throws Problem {
    return kept.conversations()
        .orElseThrow(
            () ->
                Problem.of(
                    400,
                    "conversations_not_configured",
                    "Conversations need a store, and 'jobs' of trefoil.yaml names none that has"
                        + " records in order for this cloud, or 'conversations.keepDays' is 0."));
  }

  /** 404: it is not there, or somebody else's. */
  static Problem notFound(String id) {
    return Problem.of(
            404, "conversation_not_found", "No conversation with the id '" + id + "' is kept here.")
        .withParam("conversation");
  }

  /** 409: something else is going on in it, by name. */
  static Problem of(LockedException e, ConversationKey conversation) {
    Duration wait = e.left().compareTo(LONGEST) < 0 ? e.left() : LONGEST;
    return Problem.of(
            409,
            "conversation_locked",
            "The conversation '"
                + ItemIds.conversation(conversation)
                + "' goes on by '"
                + new ItemIds(e.by().text()).response()
                + "'. Send the call again when that has ended.")
        .withParam("conversation")
        .withRetryAfter(wait.compareTo(SOON) < 0 ? SOON : wait);
  }

  /** 400: it is too long to go on with. */
  static Problem of(TooLongException e) {
    return Problem.of(
            400, "context_length_exceeded", "The conversation is too long: " + e.getMessage() + ".")
        .withParam("conversation");
  }
}
