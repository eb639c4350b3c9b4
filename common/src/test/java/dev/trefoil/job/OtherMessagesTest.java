package dev.trefoil.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Deadline;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.store.StorePlaces;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What comes by the jobs' queue and is no job leaves no job behind, and does not come back. */
class OtherMessagesTest extends JobFixture {
  private final List<String> taken = new ArrayList<>();

  @Test
  void whatIsNoJobIsGivenToThoseThatKnowIt() {
    Outcome outcome = handle("{\"format\":3,\"shadow\":{}}");

    assertThat(outcome).isInstanceOf(Ack.class);
    assertThat(taken).hasSize(1);
    assertThat(memory.sent()).isEmpty();
  }

  @Test
  void whatTheyDoNotKnowIsAJobOrNothing() {
    assertThat(handle("{}")).isInstanceOf(Reject.class);
    assertThat(taken).isEmpty();
  }

  @Test
  void aVersionThatKnowsNothingOfItLeavesItOnTheQueue() {
    assertThat(deliver("m", "{\"format\":3,\"shadow\":{}}")).isInstanceOf(Outcome.Retry.class);
    assertThat(memory.sent()).isEmpty();
  }

  private Outcome handle(String body) {
    JobService jobs =
        JobService.of(
            new JobSettings(
                "jobs-queue",
                "dead-queue",
                new StorePlaces("table", Optional.empty(), "blobs"),
                Map.of(),
                LEASE,
                Duration.ofHours(1),
                3,
                links,
                Workers.NONE),
            memory.backend(),
            new KeptCalls(gateway(model), List.of()),
            (text, deadline) -> text.contains("shadow") && taken.add(text),
            CallbackServices.NONE,
            Clock.systemUTC());
    return jobs.messages()
        .handle(new QueueMessage("m", body), Deadline.after(Duration.ofSeconds(30)));
  }
}
