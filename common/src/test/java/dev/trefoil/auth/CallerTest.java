package dev.trefoil.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTest {
  @ParameterizedTest
  @CsvSource({
    "chat, chat, true",
    "chat, chat2, false",
    "chat, cha, false",
    "chat, CHAT, false",
    "chat, embed, false",
    "gpt-*, gpt-5.4, true",
    "gpt-*, gpt-*, true",
    "gpt-*, xgpt-5.4, false",
    "gpt-*, azure/gpt-5.4, false",
    "*, chat, true",
    "*, azure/gpt-5.4, false",
    "a*, azure/gpt-5.4, false",
    "azure/*, azure/gpt-5.4, true",
    "azure/*, azure/org/model, true",
    "azure/*, azure2/gpt-5.4, false",
    "azure/gpt-5.4, azure/gpt-5.4, true",
    "azure/gpt-5.4, azure/gpt-5x4, false",
    "*/*, azure/gpt-5.4, true",
    "a.c, abc, false",
  })
  void anEntryAllowsWhatItNames(String entry, String asked, boolean allowed) {
    Caller caller = new Caller("one", Optional.of(AllowedRoutes.of(List.of("other", entry))));

    assertThat(caller.allows(asked)).isEqualTo(allowed);
  }

  @Test
  void withoutAListEverythingIsAllowedAndWithAnEmptyOneNothing() {
    assertThat(new Caller("one").allows("azure/gpt-5.4")).isTrue();
    assertThat(new Caller("one", Optional.of(AllowedRoutes.of(List.of()))).allows("chat"))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "queue, named:queue",
    "named:queue, named:named:queue",
    "queues, queues",
    "team-a, team-a",
  })
  void nobodyIsNamedLikeTheQueue(String name, String called) {
    assertThat(Caller.named(name, Optional.empty()).name()).isEqualTo(called);
  }

  @Test
  void aNameStartsNoLineOfTheLogAndDoesNotFillIt() {
    assertThat(new Caller("a\nERROR b\r\u0000").name()).isEqualTo("a?ERROR b??");
    assertThat(new Caller("x".repeat(1000)).name()).hasSize(256);
  }
}
