package dev.trefoil.local.clients;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.errors.NotFoundException;
import com.openai.models.conversations.Conversation;
import com.openai.models.conversations.ConversationCreateParams;
import com.openai.models.conversations.Message;
import com.openai.models.conversations.items.ConversationItem;
import com.openai.models.conversations.items.ItemListParams;
import com.openai.models.responses.ResponseCreateParams;

/** A conversation as OpenAI's own client for Java holds it. */
final class OpenAiJavaConversation {
  private OpenAiJavaConversation() {}

  /** Two turns, listed page by page, and the end of it. */
  static void held(OpenAIClient client, ObjectNode seen) {
    Conversation made =
        client
            .conversations()
            .create(
                ConversationCreateParams.builder()
                    .metadata(
                        ConversationCreateParams.Metadata.builder().putProperty("a", "b").build())
                    .build());
    for (String text : Asked.CONVERSATION) {
      var unused =
          client
              .responses()
              .create(
                  ResponseCreateParams.builder()
                      .model("chat")
                      .input(text)
                      .conversation(made.id())
                      .build());
    }
    ArrayNode texts = seen.putArray("texts");
    for (ConversationItem item :
        client
            .conversations()
            .items()
            .list(
                made.id(),
                ItemListParams.builder().limit(3).order(ItemListParams.Order.ASC).build())
            .autoPager()) {
      for (Message.Content content : item.asMessage().content()) {
        texts.add(
            content.isOutputText() ? content.asOutputText().text() : content.asInputText().text());
      }
    }
    var deleted = client.conversations().delete(made.id());
    seen.put("deleted", deleted.deleted());
    try {
      var unused = client.conversations().retrieve(made.id());
    } catch (NotFoundException e) {
      seen.put("then", e.statusCode());
    }
  }
}
