package dev.trefoil.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What runs of agents are held to. */
class AgentTimesTest {
  @Test
  void percentilesAreOfTheRunsThatWereAnswered() {
    AgentTimes times = times(100, 200, 200, LongStream.rangeClosed(1, 100));

    assertThat(times.percentile(50)).isEqualTo(50);
    assertThat(times.percentile(95)).isEqualTo(95);
    assertThat(times.percentile(100)).isEqualTo(100);
    assertThat(times(1, 0, 0, LongStream.empty()).percentile(95)).isZero();
  }

  @Test
  void everyRunHasTwoCallsTwoQuestionsAndAnAnswerInTime() {
    assertThat(times(1, 2, 2, LongStream.of(2_999)).isSound()).isTrue();
    assertThat(times(1, 2, 2, LongStream.of(3_000)).isSound()).isFalse();
    assertThat(times(2, 4, 4, LongStream.of(1)).isSound()).isFalse();
    assertThat(times(1, 3, 2, LongStream.of(1)).isSound()).as("asked again").isFalse();
    assertThat(times(1, 2, 1, LongStream.of(1)).isSound()).as("a call is missing").isFalse();
  }

  private static AgentTimes times(int runs, int modelCalls, int calls, LongStream millis) {
    List<Long> all = millis.boxed().toList().reversed();
    return new AgentTimes("aws", runs, modelCalls, calls, 500, all);
  }
}
