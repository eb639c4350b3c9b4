package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.auth.AllowedRoutes;
import dev.trefoil.auth.ApiKey;
import dev.trefoil.auth.AuthSettings;
import dev.trefoil.auth.AuthSettings.Key;
import dev.trefoil.config.TrefoilConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class KeyCommandTest {
  private static final String REST =
      """
      services: {a: {kind: openai, endpoint: "http://127.0.0.1:1"}}
      routes: {chat: {targets: [a/x]}}
      """;

  @Test
  void whatItPrintsForTheFileIsOfTheKeyThatItPrints() {
    String printed = run(0, "team-a", "--routes", "chat,a/*");

    String key = printed.lines().filter(line -> line.startsWith(ApiKey.PREFIX)).findFirst().get();
    assertThat(settings(printed))
        .isEqualTo(
            new AuthSettings.Keys(
                List.of(
                    new Key(
                        "team-a",
                        new ApiKey(key).sha256(),
                        Optional.empty(),
                        Optional.of(AllowedRoutes.of(List.of("chat", "a/*")))))));
  }

  @Test
  void withoutRoutesEverythingIsAllowedAndEveryKeyIsAnother() {
    String first = run(0, "1234");
    assertThat(((AuthSettings.Keys) settings(first)).keys().getFirst().routes()).isEmpty();
    assertThat(run(0, "1234")).isNotEqualTo(first);
  }

  @Test
  void aNameThatTheFileWouldNotTakeIsRefused() {
    assertThat(run(2, "team a: {")).isEmpty();
    assertThat(run(2)).isEmpty();
  }

  private static AuthSettings settings(String printed) {
    String yaml = printed.substring(printed.indexOf("auth:"));
    return TrefoilConfig.parse(yaml + REST, Map.of()).auth();
  }

  private static String run(int exit, String... arguments) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      CommandLine command = new CommandLine(new KeyCommand());
      command.setErr(new PrintWriter(Writer.nullWriter()));
      assertThat(command.execute(arguments)).isEqualTo(exit);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
