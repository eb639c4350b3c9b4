package dev.trefoil.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'kind':'outage'}",
        "{'kind':'outage','times':3}",
        "{'kind':'throttle'}",
        "{'kind':'throttle','retryAfterSeconds':2}",
        "{'kind':'error','status':418,'body':{'a':1}}",
        "{'kind':'error','status':500}",
        "{'kind':'reset'}",
        "{'kind':'silent'}",
        "{'kind':'slow','delayMs':5}",
        "{'kind':'stall','afterTokens':1}",
        "{'kind':'cut','times':1,'afterTokens':2}",
        "{'kind':'malformed'}",
        "{'kind':'context_length'}",
        "{'kind':'content_filter'}",
        "{'kind':'flawed','flaw':'wrong_audience','times':1}",
        "{'kind':'flawed','flaw':'unsigned'}",
        "{'kind':'odd','oddity':'held_open'}",
        "{'kind':'odd','oddity':'no_finish_reason','times':2}"
      })
  void everyKindIsReadAndWrittenAlike(String json) {
    assertThat(Fault.parse(Json.of(json)).toJson()).isEqualTo(Json.of(json));
  }

  @Test
  void fieldsReachTheFailure() {
    assertThat(Fault.parse(Json.of("{'kind':'error','status':503,'body':{'x':1},'times':2}")))
        .isEqualTo(Fault.next(2, new Failure.NativeError(503, Optional.of(Json.of("{'x':1}")))));
    assertThat(Fault.parse(Json.of("{'kind':'throttle','retryAfterSeconds':9}")))
        .isEqualTo(Fault.always(new Failure.Throttle(OptionalInt.of(9))));
  }

  @Test
  void aStallOrCutWithoutACountStrikesBeforeTheFirstToken() {
    assertThat(Fault.parse(Json.of("{'kind':'cut'}")).failure()).isEqualTo(new Failure.Cut(0));
    assertThat(Fault.parse(Json.of("{'kind':'stall'}")).failure()).isEqualTo(new Failure.Stall(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|kind: must be one of",
        "{'kind':5}|kind: must be one of",
        "{'kind':'fire'}|kind: 'fire' is unknown, known are outage",
        "{'kind':'outage','delayMs':1}|delayMs: is not a field of outage",
        "{'kind':'outage','bogus':1,'also':2}|bogus, also: is not a field of outage",
        "{'kind':'outage','times':0}|times: must be a whole number from 1",
        "{'kind':'outage','times':1.5}|times: must be a whole number",
        "{'kind':'outage','times':'2'}|times: must be a whole number",
        "{'kind':'outage','times':null}|times: must be a whole number",
        "{'kind':'slow'}|delayMs: is required by slow",
        "{'kind':'slow','delayMs':-1}|delayMs: must be a whole number from 0",
        "{'kind':'flawed'}|flaw: must be one of wrong_audience, wrong_subject",
        "{'kind':'flawed','flaw':'bent'}|flaw: must be one of",
        "{'kind':'odd'}|oddity: must be one of no_usage, no_finish_reason",
        "{'kind':'odd','oddity':'even'}|oddity: must be one of",
        "{'kind':'error'}|status: is required by error",
        "{'kind':'error','status':200}|status: must be a whole number from 400 to 599",
        "{'kind':'cut','afterTokens':-1}|afterTokens: must be a whole number",
        "{'kind':'throttle','retryAfterSeconds':99999999999}|retryAfterSeconds: must be a whole"
      })
  void whatIsWrongIsNamed(String json, String message) {
    assertThatThrownBy(() -> Fault.parse(Json.of(json)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void onlyAnObjectIsAFault() {
    assertThatThrownBy(() -> Fault.parse(Json.node("[]"))).hasMessage("fault: must be an object");
  }
}
