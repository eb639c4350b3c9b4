package dev.trefoil.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.auth.Caller;
import dev.trefoil.store.Content;
import dev.trefoil.store.StoreException.NewerFormat;
import dev.trefoil.store.StoreException.Unreadable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Kept turns as text: what was written is read, by this version and by those to come. */
class TurnRecordTest {
  private static final TurnKey FIRST = new TurnKey("k".repeat(24) + "0000" + "abcd");
  private static final TurnKey SECOND = new TurnKey("k".repeat(24) + "0001" + "0000");

  /** As format 1 is written: it has to be read for as long as anything of it may be kept. */
  private static final String RECORD =
      "{\"format\":1,\"caller\":\"somebody\",\"tenant\":\"t\",\"previous\":\""
          + FIRST
          + "\",\"content\":\"{}\",\"created\":1700000000000,\"expires\":1702592000000}";

  private static final String SAID =
      "{\"format\":1,\"input\":[{\"id\":\"msg_1\",\"of\":\""
          + FIRST
          + "\"},{\"id\":\"in_1\",\"item\":{\"type\":\"message\",\"content\":\"größer\"}}],"
          + "\"output\":[{\"id\":\"msg_2\",\"item\":{\"n\":1.5}}],\"answer\":{\"id\":\"resp_1\"}}";

  private static TurnRecord record(Content content) {
    return new TurnRecord(
        SECOND,
        Caller.of("somebody", Optional.of("t"), Optional.empty()),
        Optional.of(FIRST),
        content,
        Instant.ofEpochSecond(1_700_000_000),
        Instant.ofEpochSecond(1_702_592_000));
  }

  private static Turn turn() {
    return new Turn(
        SECOND,
        Optional.of(FIRST),
        List.of(
            new Item.Reference("msg_1", FIRST),
            new Item.Whole("in_1", "{\"type\":\"message\",\"content\":\"größer\"}")),
        List.of(new Item.Whole("msg_2", "{\"n\":1.5}")),
        "{\"id\":\"resp_1\"}");
  }

  @Test
  void aRecordIsWrittenAndReadAsItEverWas() throws Exception {
    TurnRecord inline = record(new Content.Inline("{}"));
    TurnRecord beside = record(new Content.Stored("turns/a/b", OptionalLong.of(70_000)));

    assertThat(inline.text()).isEqualTo(RECORD);
    assertThat(TurnRecord.read(SECOND, RECORD)).isEqualTo(inline);
    assertThat(TurnRecord.read(SECOND, beside.text())).isEqualTo(beside);
  }

  @Test
  void whatWasSaidIsWrittenAndReadAsItEverWas() throws Exception {
    assertThat(new String(TurnText.write(turn()), StandardCharsets.UTF_8)).isEqualTo(SAID);
    assertThat(TurnText.read(record(new Content.Inline(SAID)), bytes(SAID))).isEqualTo(turn());
  }

  @Test
  void halfOfItIsNothing() {
    for (int length = 0; length < RECORD.length(); length++) {
      String half = RECORD.substring(0, length);
      assertThatExceptionOfType(Unreadable.class).isThrownBy(() -> TurnRecord.read(SECOND, half));
    }
    for (int length = 0; length < SAID.length(); length++) {
      String half = SAID.substring(0, length);
      assertThatExceptionOfType(Unreadable.class)
          .isThrownBy(() -> TurnText.read(record(new Content.Inline(half)), bytes(half)));
    }
  }

  @Test
  void aPlaceOfAConversationIsReadAsItWasWritten() throws Exception {
    for (Place place :
        List.of(
            new Place.Whole(),
            new Place.Gone(),
            new Place.Running(Instant.ofEpochSecond(1_700_000_060)))) {
      TurnRecord placed =
          new TurnRecord(
              FIRST,
              Caller.of("somebody", Optional.of("t"), Optional.empty()),
              Optional.empty(),
              new Content.Inline(""),
              Instant.ofEpochSecond(1_700_000_000),
              Instant.ofEpochSecond(1_702_592_000),
              Optional.of(place));
      assertThat(placed.name()).isEqualTo(new TurnKey("k".repeat(24) + "0000" + "0000"));
      assertThat(TurnRecord.read(placed.name(), placed.text())).isEqualTo(placed);
      assertThat(placed.text()).startsWith("{\"format\":2,");
      String text = placed.text();
      for (int length = 0; length < text.length(); length++) {
        String half = text.substring(0, length);
        assertThatExceptionOfType(Unreadable.class)
            .isThrownBy(() -> TurnRecord.read(placed.name(), half));
        assertThatExceptionOfType(Unreadable.class)
            .isThrownBy(() -> Head.read(placed.name(), half));
      }
    }
  }

  @Test
  void aHeadIsReadAsItWasWritten() throws Exception {
    ConversationKey key = new ConversationKey("k".repeat(24));
    Head head =
        new Head(
            new Conversation(key, Map.of("größe", "L"), Instant.ofEpochSecond(1_700_000_000)),
            Caller.of("somebody", Optional.of("t"), Optional.empty()),
            Instant.ofEpochSecond(1_702_592_000));
    assertThat(Head.read(key.head(), head.text())).contains(head);
    assertThat(Head.read(SECOND, RECORD)).isEmpty();
    assertThat(Head.read(key.head(), RECORD)).isEmpty();
    String newer = head.text().replace("\"format\":2", "\"format\":3");
    assertThatExceptionOfType(NewerFormat.class).isThrownBy(() -> Head.read(key.head(), newer));
  }

  @Test
  void whatANewerVersionWroteIsLeftToIt() {
    String newer = RECORD.replace("\"format\":1", "\"format\":3");
    assertThatExceptionOfType(NewerFormat.class).isThrownBy(() -> TurnRecord.read(SECOND, newer));
    String said = SAID.replace("\"format\":1", "\"format\":2");
    assertThatExceptionOfType(NewerFormat.class)
        .isThrownBy(() -> TurnText.read(record(new Content.Inline(said)), bytes(said)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
