package dev.trefoil.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationTest {
  @Test
  void instructionsAtTheBeginningAreKeptApartInOrder() {
    Conversation conversation = conversation(system("a"), system("b"), user("hi"));

    assertThat(conversation.systemTexts()).containsExactly("a", "b");
    assertThat(conversation.turns()).containsExactly(user("hi"));
  }

  /** A prompt that begins as the one before is what services keep. */
  @Test
  void laterInstructionsStayWhereTheyAreAsTheUsersWords() {
    Conversation conversation =
        conversation(system("a"), user("hi"), assistant("hello"), system("b"), user("bye"));

    assertThat(conversation.systemTexts()).containsExactly("a");
    assertThat(conversation.turns())
        .containsExactly(
            user("hi"),
            assistant("hello"),
            new Message(Role.USER, List.of(new Part.Text("b"), new Part.Text("bye"))));
  }

  @Test
  void laterInstructionsAreATurnOfTheirOwnAfterTheUsersWhereTheModelTakesThem() {
    Conversation conversation =
        Conversation.of(
            List.of(user("hi"), system("a"), system("b"), assistant("hello"), system("c")), true);

    assertThat(conversation.turns())
        .containsExactly(
            user("hi"),
            new Message(Role.SYSTEM, List.of(new Part.Text("a"), new Part.Text("b"))),
            assistant("hello"),
            user("c"));
  }

  @Test
  void marksAloneSayNothing() {
    Part mark = new Part.CacheBreakpoint(Optional.empty());
    Conversation conversation =
        Conversation.of(
            List.of(user("hi"), new Message(Role.ASSISTANT, List.of(new Part.Text(" "), mark))));

    assertThat(conversation.turns()).containsExactly(user("hi"));
  }

  @Test
  void neighboursOfOneRoleBecomeOneTurnWithAllTheirParts() {
    Conversation conversation = conversation(user("a"), user("b"), user("c"));

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
