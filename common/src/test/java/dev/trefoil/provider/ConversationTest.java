package dev.trefoil.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTest {
  @Test
  void systemTextsAreGatheredInOrderWhereverTheyStand() {
    Conversation conversation =
        conversation(system("a"), user("hi"), system("b"), assistant("hello"), user("bye"));

    assertThat(conversation.system()).containsExactly("a", "b");
    assertThat(conversation.turns()).containsExactly(user("hi"), assistant("hello"), user("bye"));
  }

  @Test
  void neighboursOfOneRoleBecomeOneTurnWithAllTheirParts() {
    Conversation conversation = conversation(user("a"), system("s"), user("b"), user("c"));

    assertThat(conversation.turns())
        .containsExactly(
            new Message(
                Role.USER, List.of(new Part.Text("a"), new Part.Text("b"), new Part.Text("c"))));
  }

  @Test
  void blankTextIsLeftOutAndWhatItPartedIsJoined() {
    Conversation conversation =
        conversation(system(" "), user("a"), assistant("\n"), user("b"), assistant("c"));

    assertThat(conversation.system()).isEmpty();
    assertThat(conversation.turns())
        .containsExactly(
            new Message(Role.USER, List.of(new Part.Text("a"), new Part.Text("b"))),
            assistant("c"));
  }

  @Test
  void aTextIsKeptAsItIsIncludingSpaceAroundIt() {
    assertThat(conversation(user("  a\n")).turns()).containsExactly(user("  a\n"));
  }

  @Test
  void anAssistantThatSpeaksFirstAnswersAUserWhoSaidNothing() {
    assertThat(conversation(assistant("hello"), user("hi")).turns())
        .containsExactly(user(Conversation.NO_TEXT), assistant("hello"), user("hi"));
  }

  @Test
  void instructionsAloneAreFollowedByAUserWhoSaysNothing() {
    assertThat(conversation(system("be brief")).turns())
        .containsExactly(user(Conversation.NO_TEXT));
  }

  @Test
  void aBlankLastWordOfTheUserDoesNotTurnTheAnswerBeforeItIntoAPrefill() {
    assertThat(conversation(user("hi"), assistant("hello"), user("")).turns())
        .containsExactly(user("hi"), assistant("hello"), user(Conversation.NO_TEXT));
  }

  @Test
  void anAssistantWhoSpokeLastIsLeftToGoOn() {
    assertThat(conversation(user("hi"), assistant("hel")).turns())
        .containsExactly(user("hi"), assistant("hel"));
  }

  private static Conversation conversation(Message... messages) {
    return Conversation.of(List.of(messages));
  }

  private static Message system(String text) {
    return Message.of(Role.SYSTEM, text);
  }

  private static Message user(String text) {
    return Message.of(Role.USER, text);
  }

  private static Message assistant(String text) {
    return Message.of(Role.ASSISTANT, text);
  }
}
