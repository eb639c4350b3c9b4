package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.local.queue.AzureQueues;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs on all three clouds' function runtimes, queues, tables and blobs. */
@ExtendWith(SharedClouds.class)
class JobsTest extends JobsSuite {
  @BeforeAll
  static void start(RunningClouds shared) {
    clouds = shared;
  }

  @Test
  void onAzureAMessageThatIsNotInBase64IsPoisonAtOnce() throws Exception {
    AzureQueues queues = (AzureQueues) On.AZURE.queues();
    String text = "plain-" + UUID.randomUUID();
    queues.put("jobs", text);

    Eventually.holds(() -> queues.take("jobs-poison"), texts -> texts.contains(text));

    assertThat(queues.drain("dead")).noneMatch(letter -> letter.contains(text));
  }

  @Test
  void onAzureWhatAMessageCallsItselfIsNotWhatTheHostCallsIt() throws Exception {
    AzureQueues queues = (AzureQueues) On.AZURE.queues();
    queues.drain("dead");
    String name = UUID.randomUUID().toString();
    String[] prompts = {UUID.randomUUID().toString(), UUID.randomUUID().toString()};
    for (String prompt : prompts) {
      queues.send("jobs", "{\"ID\":\"" + name + "\",\"request\":" + On.AZURE.chat(prompt) + "}");
    }
    queues.send("jobs", "{\"ID\":\"" + name + "\",\"request\":7}");

    for (String prompt : prompts) {
      Eventually.holds(() -> calls(On.AZURE, prompt), calls -> calls == 1);
    }
    List<String> letters = Eventually.holds(() -> queues.drain("dead"), all -> !all.isEmpty());
    assertThat(letters).singleElement().asString().contains("\"messageId\":\"body-");
  }

  @Test
  void aFifoQueueKeepsItsOrderOverAThrottle() throws Exception {
    On.AWS.queues();
    On.AWS.model().fault(Fault.next(2, new Failure.Throttle(OptionalInt.empty())));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String id = "fifo-" + i + "-" + UUID.randomUUID();
      ids.add(id);
      On.AWS.queues().send("jobs.fifo", message(id, On.AWS.chat(id)));
    }
    for (String id : ids) {
      awaitEnd(On.AWS, "/v1/jobs/" + id);
    }

    List<String> asked =
        On.AWS.model().journal().stream()
            .map(entry -> entry.body().toString())
            .flatMap(body -> ids.stream().filter(body::contains))
            .distinct()
            .toList();
    assertThat(asked).isEqualTo(ids);
  }
}
