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
    Caller caller = limited(AllowedRoutes.of(List.of("other", entry)));

    assertThat(caller.allows(asked)).isEqualTo(allowed);
  }

  @Test
  void withoutAListEverythingIsAllowedAndWithAnEmptyOneNothing() {
    assertThat(new Caller("one").allows("azure/gpt-5.4")).isTrue();
    assertThat(limited(AllowedRoutes.of(List.of())).allows("chat")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "queue, named:queue",
    "named:queue, named:named:queue",
    "queues, queues",
    "team-a, team-a",
  })
  void nobodyIsNamedLikeTheQueue(String name, String called) {
    assertThat(Caller.named(name, Optional.empty(), Optional.empty()).id()).isEqualTo(called);
  }

  @Test
  void aNameStartsNoLineOfTheLogAndDoesNotFillIt() {
    Caller noisy = new Caller("a\nERROR b\r\u0000");
    Caller endless = new Caller("x".repeat(1000));

    assertThat(noisy.label()).isEqualTo("a?ERROR b??");
    assertThat(noisy.id()).isEqualTo("a?ERROR b??");
    assertThat(endless.label()).hasSize(256);
    assertThat(endless.id()).hasSize(256);
  }

  @Test
  void whatIsStoredBelongsToATenantsCaller() {
    Caller caller = Caller.of("one", Optional.of("acme"), Optional.empty());

    assertThat(caller.owns(Caller.of("one", Optional.of("acme"), Optional.empty()))).isTrue();
    assertThat(caller.owns(Caller.of("one", Optional.of("other"), Optional.empty()))).isFalse();
    assertThat(caller.owns(new Caller("one"))).isFalse();
    assertThat(new Caller("one").owns(caller)).isFalse();
    assertThat(new Caller("one").owns(new Caller("two"))).isFalse();
  }

  private static Caller limited(AllowedRoutes routes) {
    return Caller.of("one", Optional.empty(), Optional.of(routes));
  }
}
