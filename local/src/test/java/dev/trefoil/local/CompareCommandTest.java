package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The three functions' own routes, compared as a person would. */
@ExtendWith(SharedClouds.class)
class CompareCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEDROCK = "bedrock/us.anthropic.claude-sonnet-4-6";
  private static final String AZURE = "azure/gpt-5.4";
  private static final String VERTEX = "vertex_ai/gemini-3.5-flash";

  @TempDir private Path folder;

  @Test
  void everyTargetIsAskedEveryPromptAndComparedWithTheFirst(RunningClouds clouds) throws Exception {
    clouds
        .controls("bedrock")
        .replies(List.of(converse("Good day to you."), converse("- a\\n- b")));
    clouds.controls("vertex_ai").fault(Fault.always(new Failure.Outage()));
    clouds.controls("openai").replies(List.of(completion("SAME"), completion("Different.")));
    Path json = folder.resolve("answers.json");

    CommandRun ran =
        run(
            "{\"prompt\":\"Say hello\"}\n"
                + "\n"
                + "{\"messages\":[{\"role\":\"user\",\"content\":\"List two things\"}],\"max_tokens\":70}\n",
            "--route=chat",
            "--judge=openai/gpt-5.2",
            "--parallel=1",
            "--url=http://127.0.0.1:" + clouds.port("aws") + "/v1/",
            "--json=" + json);

    assertThat(ran.exit()).as(ran.error()).isEqualTo(1);
    assertThat(row(ran, BEDROCK))
        .containsSubsequence("2 of 2", "1 list, 1 one paragraph", "0", "0");
    assertThat(row(ran, AZURE))
        .containsSubsequence("2 of 2", "12 (9–15)", "2 one paragraph", "1 of 2");
    assertThat(row(ran, VERTEX)).contains("0 of 2");
    assertThat(ran.out()).containsPattern("- " + VERTEX + ": HTTP 503 .*, 2 of 2 times");
    assertThat(prompts(clouds, "bedrock")).containsExactly("Say hello", "List two things");
    List<JournalEntry> verdicts = clouds.controls("openai").journal();
    assertThat(verdicts).hasSize(2);
    assertThat(verdicts.getFirst().body().toString())
        .containsSubsequence("Say hello", "Good day to you.", "Say hello");
    assertThat(verdicts.getLast().body().toString())
        .as("the other one comes first every other time")
        .containsSubsequence("List two things", "List two things", "- a");

    JsonNode written = JSON.readTree(json.toFile());
    assertThat(written.at("/targets/0/costUsd").asDouble()).isPositive();
    assertThat(written.at("/prompts/1/line").asInt()).isEqualTo(3);
    assertThat(written.at("/prompts/0/answers/0/text").asText()).isEqualTo("Good day to you.");
    assertThat(written.at("/prompts/0/answers/1/agreement").asText()).isEqualTo("same");
    assertThat(written.at("/prompts/1/answers/1/agreement").asText()).isEqualTo("different");
    assertThat(written.at("/prompts/0/answers/2/error").asText()).startsWith("HTTP 503");
  }

  @Test
  void whenAllAnswerAllIsWell(RunningClouds clouds) throws Exception {
    CommandRun ran =
        run(
            "Say hello\nto her\n\n\nSay goodbye\n",
            "--route=chat",
            "--url=http://127.0.0.1:" + clouds.port("gcp"));

    assertThat(ran.exit()).as(ran.error()).isZero();
    assertThat(ran.out()).doesNotContain("says the same");
    for (String target : List.of(BEDROCK, AZURE, VERTEX)) {
      assertThat(row(ran, target)).contains("2 of 2");
    }
  }

  @Test
  void whatCannotBeComparedIsSaid(RunningClouds clouds) throws Exception {
    String here = "--url=http://127.0.0.1:" + clouds.port("aws");

    CommandRun unknown = run("Say hello", "--route=chitchat", here);
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.error()).contains("HTTP 404", "chitchat");
    assertThat(run("{\"prompt\":1}", "--route=chat", here).error())
        .contains("line 1: 'prompt' is not a text");
    assertThat(run("Say hello", "--route=chat", here, "--parallel=0").exit()).isEqualTo(2);
    assertThat(run("Say hello", "--route=chat", "--url=ftp://example.com").exit()).isEqualTo(2);
    assertThat(
            run("Hi", "--route=chat", "--url=http://trefoil.example.com", "--key-from=PATH")
                .error())
        .contains("a key is sent by https only");
  }

  private static List<String> prompts(RunningClouds clouds, String service) {
    return clouds.controls(service).journal().stream()
        .map(entry -> entry.body().at("/messages/0/content/0/text").asText())
        .toList();
  }

  private static String row(CommandRun ran, String target) {
    return ran.out()
        .lines()
        .filter(line -> line.startsWith("| " + target + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError(ran.out()));
  }

  private static Reply converse(String text) throws IOException {
    return new Reply.Json(
        JSON.readTree(
            """
            {"output": {"message": {"role": "assistant", "content": [{"text": "%s"}]}},
             "stopReason": "end_turn", "metrics": {"latencyMs": 1},
             "usage": {"inputTokens": 3, "outputTokens": 2, "totalTokens": 5}}"""
                .formatted(text)));
  }

  private static Reply completion(String text) throws IOException {
    return new Reply.Json(
        JSON.readTree(
            """
            {"choices": [{"index": 0, "finish_reason": "stop",
                          "message": {"role": "assistant", "content": "%s"}}],
             "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}"""
                .formatted(text)));
  }

  private CommandRun run(String prompts, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("prompts"), prompts);
    return CommandRun.of(
        new CompareCommand(),
        Stream.concat(Stream.of(options), Stream.of(file.toString())).toArray(String[]::new));
  }
}
