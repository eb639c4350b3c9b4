package dev.trefoil.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.console.ConsolePage.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served below {@code /console}, and what it is allowed to do. */
class ConsolePageTest {
  private static final Path FILES = Path.of("src/main/resources/dev/trefoil/console");
  private static final int MOST_SCRIPT_BYTES = 150_000;

  private final ConsolePage page = ConsolePage.ofServer();

  private Answer get(String path) {
    return page.answer("GET", path, "");
  }

  private String text(String path) {
    return new String(get(path).body(), StandardCharsets.UTF_8);
  }

  private static List<String> names(String ending) throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .sorted()
          .toList();
    }
  }

  @Test
  void everyFileIsServedAndNoneWithoutThePolicy() throws IOException {
    assertThat(names(""))
        .isNotEmpty()
        .allSatisfy(
            name -> {
              Answer answer = get("/console/" + name);
              assertThat(answer.status()).isEqualTo(200);
              assertThat(answer.body()).isEqualTo(Files.readAllBytes(FILES.resolve(name)));
              assertThat(answer.headers())
                  .containsEntry("content-security-policy", ConsolePage.POLICY)
                  .containsEntry("x-content-type-options", "nosniff")
                  .containsEntry("referrer-policy", "no-referrer");
            });
  }

  @Test
  void thePolicyLetsNothingInFromElsewhereAndNoTextBecomeScript() {
    assertThat(ConsolePage.POLICY)
        .startsWith("default-src 'none';")
        .contains("trusted-types 'none'", "frame-ancestors 'none'", "connect-src 'self'")
        .doesNotContain("unsafe", "http", "data:", "*");
  }

  @Test
  void scriptsTakeFarLessThanTheyMay() throws IOException {
    long bytes = 0;
    for (String name : names(".js")) {
      Answer answer = page.answer("GET", "/console/" + name, "br, gzip");
      assertThat(answer.headers()).containsEntry("content-encoding", "gzip");
      assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
          .isEqualTo(Files.readAllBytes(FILES.resolve(name)));
      bytes += answer.body().length;
    }
    System.out.println("scripts of the console: " + bytes + " bytes over the wire");
    assertThat(bytes).isLessThan(MOST_SCRIPT_BYTES);
  }

  /** The browser would refuse it; whoever writes it is to know sooner. */
  @Test
  void noFileHoldsWhatThePolicyForbids() throws IOException {
    for (String name : names("")) {
      assertThat(Files.readString(FILES.resolve(name)))
          .as(name)
          .doesNotContain(
              "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "style=")
          .doesNotContainPattern("https?://(?!gateway[.]example|www[.]w3[.]org/2000/svg)");
    }
    assertThat(text("/console/")).doesNotContainPattern("<script(?! type=\"module\" src=)");
  }

  @Test
  void whatAModuleImportsIsThere() throws IOException {
    for (String name : names(".js")) {
      assertThat(
              Pattern.compile("from \"\\./([^\"]+)\"")
                  .matcher(Files.readString(FILES.resolve(name)))
                  .results()
                  .map((MatchResult found) -> found.group(1)))
          .as(name)
          .allSatisfy(other -> assertThat(get("/console/" + other).status()).isEqualTo(200));
    }
  }

  @Test
  void thePageIsFoundWithAndWithoutASlash() {
    assertThat(get("/console").status()).isEqualTo(308);
    assertThat(get("/console").headers()).containsEntry("location", "console/");
    assertThat(text("/console/")).startsWith("<!doctype html>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/ConsolePage.class",
        "/console/../index.html",
        "/console/%2e%2e/x",
        "/console//",
        "/console/secret.txt"
      })
  void nothingElseIsServed(String path) {
    assertThat(get(path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "/console, true",
    "/console/x, true",
    "/consoles, false",
    "/, false",
    "/v1/console, false"
  })
  void onlyItsOwnPathsAreItsOwn(String path, boolean own) {
    assertThat(ConsolePage.isOf(path)).isEqualTo(own);
  }

  @Test
  void itTakesNothingButGet() {
    assertThat(page.answer("POST", "/console/", "").status()).isEqualTo(405);
    assertThat(page.answer("HEAD", "/console/", "").status()).isEqualTo(200);
  }

  @Test
  void whoStandsBesideTheGatewaysSaysWhichThereAre() {
    Answer site = ConsolePage.beside("{\"gateways\":[]}").answer("GET", "/console/site.json", "");
    assertThat(site.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"gateways\":[]}");
    assertThat(text("/console/site.json")).contains("\"../v1\"");
  }
}
