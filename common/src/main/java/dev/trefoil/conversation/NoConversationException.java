package dev.trefoil.conversation;

/** The conversation is not kept, or not any more, or is another caller's: nobody can tell. */
public final class NoConversationException extends Exception {
  private static final long serialVersionUID = 1L;

  NoConversationException(ConversationKey key) {
    super("no conversation " + key + " is kept");
  }
}
