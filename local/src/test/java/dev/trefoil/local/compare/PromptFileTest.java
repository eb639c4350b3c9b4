package dev.trefoil.local.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptFileTest {
  @TempDir private Path folder;

  @Test
  void aLineOfJsonIsARequestWithoutItsModel() throws Exception {
    List<Prompt> prompts =
        read(
            """

            {"prompt":"Hi","temperature":0}
            {"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]}
            """);

    assertThat(prompts)
        .extracting(prompt -> prompt.line() + " " + prompt.request())
        .containsExactly(
            "2 {\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
            "3 {\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Hi\"}]}");
  }

  @Test
  void textsStandApartByEmptyLines() throws Exception {
    assertThat(read("\nOne\nand more\n \n\nTwo"))
        .extracting(prompt -> prompt.line() + " " + prompt.text())
        .containsExactly("2 One\nand more", "6 Two");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt\":\"a\"}~{\"prompt\":\"\"}           | line 2: 'prompt' is not a text, or an empty one",
        "{\"prompt\":\"a\"}~[]                          | line 2: is not a JSON object",
        "{\"prompt\":\"a\"} {\"prompt\":\"b\"}          | line 1: is not JSON",
        "{\"messages\":[]}                              | line 1: needs 'prompt', a text, or 'messages'",
        "{\"messages\":[{}],\"prompt\":\"a\"}           | line 1: has both",
        "{\"prompt\":\"a\",\"model\":\"gpt-5.4\"}       | line 1: 'model' is not to be said here",
        "' '                                            | has no prompt"
      })
  void whatIsWrongIsSaidWithItsLine(String text, String said) {
    assertThatThrownBy(() -> read(text.replace('~', '\n')))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(said);
  }

  @Test
  void moreThanAThousandAreRefused() {
    assertThatThrownBy(() -> read("a\n\n".repeat(1_001)))
        .hasMessageContaining("1001 prompts; the most are 1000");
  }

  private List<Prompt> read(String text) throws IOException {
    return PromptFile.read(Files.writeString(folder.resolve("prompts"), text));
  }
}
