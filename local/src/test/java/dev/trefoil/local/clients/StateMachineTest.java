package dev.trefoil.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.local.RunningClouds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The state machine under workflows/, by npm's asl-validator and jsonata. */
@Timeout(300)
class StateMachineTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path MACHINE =
      RunningClouds.home().resolve("workflows/step-functions/summarise-file.asl.json");

  /** Source: "Event message structure", Amazon S3 User Guide, of EventBridge. */
  private static final String ARRIVED =
      """
      {"version": "0", "id": "17793124-05d4-b198-2fde-7ededc63b103", "detail-type": "Object Created", "source": "aws.s3",
       "account": "111122223333", "time": "2026-11-12T00:00:00Z", "region": "ca-central-1",
       "resources": ["arn:aws:s3:::files"],
       "detail": {"version": "0", "bucket": {"name": "files"},
        "object": {"key": "in/report.txt", "size": %d, "etag": "b1946ac92492d2347c6235b4d2611184-2", "sequencer": "617f08299329d189"},
        "request-id": "N4N7GDK58NMKJ12R", "requester": "123456789012", "source-ip-address": "1.2.3.4", "reason": "PutObject"}}
      """;

  private static final String ANSWERED =
      """
      {"Read it": {"Body": "A long report.", "ContentLength": 14},
       "Summarise it": {"id": "file-x", "object": "job", "status": "succeeded",
         "answer": {"choices": [{"index": 0, "message": {"role": "assistant", "content": "Short."}}]}},
       "Send the digest": {"MessageId": "m"}}
      """;

  private static Npm npm;

  @TempDir Path folder;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    Npm.Installed installed = Npm.install();
    assumeTrue(installed.npm().isPresent(), installed.missing());
    npm = installed.npm().get();
  }

  @Test
  void aFileIsReadSummarisedByAJobAndPublished() throws Exception {
    JsonNode run = run(MACHINE, ARRIVED.formatted(14), ANSWERED);

    assertThat(run.path("errors").isMissingNode()).as(run.toString()).isTrue();
    assertThat(run.path("way").toString())
        .isEqualTo("[\"Check the file\",\"Read it\",\"Summarise it\",\"Send the digest\"]");
    assertThat(run.at("/sent/Read it/Key").asText()).isEqualTo("in/report.txt");
    JsonNode message = run.at("/sent/Summarise it/MessageBody");
    assertThat(message.path("id").asText())
        .isEqualTo("file-b1946ac92492d2347c6235b4d2611184-2-run-1")
        .matches("[A-Za-z0-9_-]{1,128}");
    assertThat(message.path("callbackToken").asText()).isEqualTo("TOKEN");
    assertThat(message.at("/request/messages/1/content").asText()).isEqualTo("A long report.");
    assertThat(run.at("/sent/Send the digest/Message").asText())
        .isEqualTo("s3://files/in/report.txt\n\nShort.");
    assertThat(run.at("/output/summary").asText()).isEqualTo("Short.");
  }

  @Test
  void aJobThatFailsIsSaidInTheDigest() throws Exception {
    JsonNode run =
        run(
            MACHINE,
            ARRIVED.formatted(14),
            "{\"Read it\": {\"Body\": \"x\"},"
                + " \"Summarise it\": {\"error\": \"Trefoil.JobFailed\"}, \"Send the digest\": {}}");

    assertThat(run.at("/sent/Send the digest/Message").asText())
        .endsWith("No summary: Trefoil.JobFailed");
  }

  @Test
  void whatIsEmptyOrTooLargeIsLeft() throws Exception {
    for (int size : new int[] {0, 100_001}) {
      JsonNode run = run(MACHINE, ARRIVED.formatted(size), ANSWERED);

      assertThat(run.path("way").toString()).isEqualTo("[\"Check the file\",\"Leave it\"]");
      assertThat(run.at("/output/file").asText()).isEqualTo("in/report.txt");
    }
  }

  @Test
  void theValidatorWouldFindAMisspeltState() throws Exception {
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.json"),
            Files.readString(MACHINE).replace("\"Next\": \"Read it\"", "\"Next\": \"Read\""));

    assertThat(run(wrong, ARRIVED.formatted(14), ANSWERED).path("errors")).isNotEmpty();
  }

  private static JsonNode run(Path machine, String input, String results) throws Exception {
    Process process = npm.run("states.mjs", machine.toString(), input, results).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return JSON.readTree(output);
  }
}
