package dev.trefoil.emulators.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.Oddity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OddAnswersTest {

  @Test
  void whatIsLeftOutIsGoneWhereverItStandsButInAModelsWords() {
    JsonNode answer =
        Json.of("{'a':[{'stopReason':'x','input':{'usage':1}}],'metadata':{'usage':{'b':2}}}");

    assertThat(OddAnswers.without(answer, Optional.of(Oddity.NO_USAGE)))
        .isEqualTo(Json.of("{'a':[{'stopReason':'x','input':{'usage':1}}],'metadata':{}}"));
    assertThat(OddAnswers.without(answer, Optional.of(Oddity.NO_FINISH_REASON)))
        .isEqualTo(Json.of("{'a':[{'input':{'usage':1}}],'metadata':{'usage':{'b':2}}}"));
    assertThat(OddAnswers.without(answer, Optional.of(Oddity.HELD_OPEN))).isEqualTo(answer);
  }

  @Test
  void aCharactersHalvesComeInTwoEventsAndEscaped() {
    List<JsonNode> events =
        OddAnswers.events(
            List.of(
                Json.of("{'role':'m','text':'a\uD83D\uDE00b\uD83D\uDE00'}"),
                Json.of("{'text':'c'}")),
            Optional.of(Oddity.HALF_CHARACTERS));

    assertThat(events.stream().map(event -> event.path("text").textValue()))
        .containsExactly("a\uD83D", "\uDE00b\uD83D", "\uDE00", "c");
    assertThat(events.get(1).path("role").textValue()).isEqualTo("m");
    assertThat(new String(OddAnswers.bytes(events.getFirst()), StandardCharsets.UTF_8))
        .isEqualTo("{\"role\":\"m\",\"text\":\"a\\ud83d\"}");
  }
}
