package dev.trefoil.continuation;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Asks a model to go on with an answer that another began. The partial answer stands as the
 * assistant's and is followed by a message of the user, since newer models refuse a conversation
 * that ends with their own words.
 */
public final class Continuation {
  /** Fewer tokens than these are not worth a call, and some services refuse them. */
  private static final int LEAST_TOKENS = 16;

  private Continuation() {}

  /**
   * The request for what is missing.
   *
   * @param sent what the caller has of the answer, not empty
   * @param sentTokens how many tokens that is taken to be
   */
  public static ChatRequest of(ChatRequest request, String sent, long sentTokens) {
    List<Message> messages = new ArrayList<>(request.messages());
    messages.add(Message.of(Role.ASSISTANT, sent));
    messages.add(Message.of(Role.USER, instruction(request.format(), Overlap.anchor(sent))));
    OptionalInt most = request.settings().maxTokens();
    OptionalInt left =
        most.isEmpty()
            ? most
            : OptionalInt.of((int) Math.max(LEAST_TOKENS, most.getAsInt() - sentTokens));
    // A service that holds the answer to a form would begin the form anew.
    return request
        .withMessages(messages)
        .withFormat(new ResponseFormat.Text())
        .withSettings(request.settings().withMaxTokens(left));
  }

  private static String instruction(ResponseFormat format, String anchor) {
    String form =
        switch (format) {
          case ResponseFormat.Text text -> "";
          case ResponseFormat.JsonObject object -> "\nThe whole answer must be one JSON object.";
          case ResponseFormat.JsonSchema schema ->
              "\nThe whole answer must be JSON that holds to this schema:\n" + schema.schema();
        };
    return "Your answer was cut off. Write only what is missing of it: begin by repeating its last"
        + " words exactly, which are\n"
        + anchor
        + "\nand go on from there to its end, in the same language and form. No remark, no"
        + " apology, no code fence that is not open already."
        + form;
  }
}
