package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.job.CallbackSettings;
import dev.trefoil.job.JobSettings;
import dev.trefoil.job.ResultLinks;
import dev.trefoil.job.Workers;
import dev.trefoil.policy.Cloud;
import dev.trefoil.store.StorePlaces;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The section {@code jobs}. */
class JobReaderTest {
  private static final String REST =
      """
      auth: none
      services: {one: {kind: bedrock, region: us-east-1}}
      routes: {chat: {targets: [one/model]}}
      """;

  @Test
  void withoutTheSectionNoCloudHasJobs() {
    assertThat(TrefoilConfig.parse(REST, Map.of()).jobs()).isEmpty();
  }

  @Test
  void eachCloudHasItsPlacesAndAllHaveTheSameTimes() {
    TrefoilConfig config =
        TrefoilConfig.parse(
            REST
                + """
                jobs:
                  leaseSeconds: 30
                  attempts: 3
                  resultLinkBytes: 500000
                  resultLinkSeconds: 60
                  containerWorkers: 7
                  aws: {queue: a, deadLetters: b, table: c, orderedTable: o, blobs: d, callbacks: {done: e}}
                  gcp: {queue: f, subscription: s, deadLetters: g, table: h, blobs: i}
                """,
            Map.of());

    assertThat(config.jobs())
        .containsOnly(
            Map.entry(
                Cloud.AWS,
                new JobSettings(
                    "a",
                    "b",
                    new StorePlaces("c", Optional.of("o"), "d"),
                    Map.of("done", new CallbackSettings.Queue("e")),
                    Duration.ofSeconds(30),
                    Duration.ofHours(24),
                    3,
                    new ResultLinks(500_000, Duration.ofSeconds(60)),
                    new Workers(7, Optional.of("a")))),
            Map.entry(
                Cloud.GCP,
                new JobSettings(
                    "f",
                    "g",
                    new StorePlaces("h", Optional.empty(), "i"),
                    Map.of(),
                    Duration.ofSeconds(30),
                    Duration.ofHours(24),
                    3,
                    new ResultLinks(500_000, Duration.ofSeconds(60)),
                    new Workers(7, Optional.of("s")))));
  }

  @Test
  void unlessSaidResultsAreLinkedAboveThreeMegabytesForAQuarterOfAnHour() {
    TrefoilConfig config =
        TrefoilConfig.parse(
            REST + "jobs: {aws: {queue: a, deadLetters: b, table: c, blobs: d}}", Map.of());

    assertThat(config.jobs().get(Cloud.AWS).links())
        .isEqualTo(new ResultLinks(3_000_000, Duration.ofMinutes(15)));
  }

  @Test
  void aCallbackIsAQueueATaskOfStepFunctionsOrAWebhook() {
    TrefoilConfig config =
        TrefoilConfig.parse(
            REST
                + """
                jobs:
                  aws:
                    queue: a
                    deadLetters: b
                    table: c
                    blobs: d
                    callbacks:
                      steps: {kind: stepFunctions, region: eu-central-1}
                      flows: {kind: webhook, hosts: [workflowexecutions.googleapis.com], identity: gcp}
                      apps: {kind: webhook, hosts: ["*.Logic.azure.com"]}
                """,
            Map.of());

    assertThat(config.jobs().get(Cloud.AWS).callbacks())
        .containsOnly(
            Map.entry("steps", new CallbackSettings.StepFunctions("eu-central-1")),
            Map.entry(
                "flows",
                new CallbackSettings.Webhook(
                    Set.of("workflowexecutions.googleapis.com"), true, false)),
            Map.entry(
                "apps", new CallbackSettings.Webhook(Set.of("*.logic.azure.com"), false, false)));
  }

  @Test
  void whatIsWrongWithACallbackIsSaidWithItsPlace() {
    assertThatThrownBy(
            () ->
                TrefoilConfig.parse(
                    REST
                        + """
                        jobs:
                          aws:
                            queue: a
                            deadLetters: b
                            table: c
                            blobs: d
                            callbacks:
                              one: {kind: carrierPigeon}
                              two: {kind: stepFunctions}
                              three: {kind: webhook}
                              four: {kind: webhook, hosts: ["*.com", "http://x"], colour: red}
                        """,
                    Map.of()))
        .hasMessageContainingAll(
            "jobs.aws.callbacks.one.kind",
            "jobs.aws.callbacks.two.region",
            "jobs.aws.callbacks.three.hosts",
            "jobs.aws.callbacks.four.hosts",
            "jobs.aws.callbacks.four.colour");
  }

  @Test
  void whatIsMissingOrUnknownIsSaidWithItsPlace() {
    assertThatThrownBy(
            () ->
                TrefoilConfig.parse(
                    REST
                        + """
                        jobs:
                          leaseSeconds: 1
                          resultLinkBytes: 59999
                          resultLinkSeconds: 43201
                          aws: {queue: a, deadLetters: b, table: c, colour: d}
                        """,
                    Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("jobs.leaseSeconds is not a whole number from 5 to 3600")
        .hasMessageContaining("jobs.resultLinkBytes is not a whole number from 60000 to 30000000")
        .hasMessageContaining("jobs.resultLinkSeconds is not a whole number from 60 to 43200")
        .hasMessageContaining("jobs.aws.blobs is missing")
        .hasMessageContaining("jobs.aws.colour is not known here");
  }
}
