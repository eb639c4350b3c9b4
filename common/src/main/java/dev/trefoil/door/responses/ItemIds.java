package dev.trefoil.door.responses;

import dev.trefoil.conversation.ConversationKey;
import dev.trefoil.conversation.Item;
import dev.trefoil.conversation.TurnKey;
import dev.trefoil.door.CallInfo;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids of one response and its items. An item's id names its response, so that an item that is
 * referred to is found without an index; all are below the 64 characters that OpenAI takes.
 *
 * @param key 32 small letters and digits
 */
record ItemIds(String key) {
  static final String MESSAGE = "msg";
  static final String REASONING = "rs";
  static final String FUNCTION_CALL = "fc";
  static final String CUSTOM_CALL = "ctc";
  static final String SERVER_CALL = "mcp";
  static final String TOOL_LIST = "mcpl";
  static final String APPROVAL = "mcpr";
  static final String COMPACTION = "cmp";
  static final String FILE_SEARCH = "fs";

  /** Of an item that the caller sent. */
  static final String INPUT = "in";

  private static final String RESPONSE = "resp_";
  private static final String CONVERSATION = "conv_";
  private static final Pattern ITEM = Pattern.compile("[a-z]{2,4}_([a-z0-9]{32})[0-9]{4,9}");

  /** Those of a new response. */
  static ItemIds make() {
    return new ItemIds(UUID.randomUUID().toString().replace("-", ""));
  }

  /** Those of the same response under an Idempotency-Key, see {@link CallInfo#claim}. */
  ItemIds claimed(String claim) {
    return new ItemIds(new TurnKey(key).drawnFrom(claim).text());
  }

  /** The response's. */
  String response() {
    return RESPONSE + key;
  }

  /** The turn of a response by its id; empty where it is none of ours. */
  static Optional<TurnKey> ofResponse(String id) {
    return id.startsWith(RESPONSE) ? TurnKey.of(id.substring(RESPONSE.length())) : Optional.empty();
  }

  /** The turn that an item was said in, by the item's id; empty where it is none of ours. */
  static Optional<TurnKey> turnOf(String item) {
    Matcher matcher = ITEM.matcher(item);
    return matcher.matches() ? TurnKey.of(matcher.group(1)) : Optional.empty();
  }

  /** An item by its id; empty where that is none of ours. */
  static Optional<Item.Reference> reference(String id) {
    return turnOf(id).map(turn -> new Item.Reference(id, turn));
  }

  /** A conversation's id. */
  static String conversation(ConversationKey key) {
    return CONVERSATION + key;
  }

  /** A conversation by its id; empty where it is none of ours. */
  static Optional<ConversationKey> ofConversation(String id) {
    return id.startsWith(CONVERSATION)
        ? ConversationKey.of(id.substring(CONVERSATION.length()))
        : Optional.empty();
  }

  /**
   * An item's.
   *
   * @param position among the items of the output, or of the input
   */
  String item(String kind, int position) {
    return kind + "_" + key + String.format(Locale.ROOT, "%04d", position);
  }
}
