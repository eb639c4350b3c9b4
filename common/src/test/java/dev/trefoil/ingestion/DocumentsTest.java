package dev.trefoil.ingestion;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.ingestion.DocumentException.Reason;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents to sections, and sections to chunks. */
@Timeout(30)
class DocumentsTest {
  private static final Documents DOCUMENTS = new Documents();

  private static List<Section> read(String filename, String content) throws DocumentException {
    return DOCUMENTS.read(filename, content.getBytes(UTF_8));
  }

  @Test
  void markdownIsCutAtItsHeadings() throws Exception {
    assertThat(
            read(
                "a.md",
                """
                before

                # Lakes #
                many
                ## Deep ones
                few
                ```
                # no heading
                ```
                # Rivers
                long
                """))
        .containsExactly(
            new Section(List.of(), "before"),
            new Section(List.of("Lakes"), "many"),
            new Section(List.of("Lakes", "Deep ones"), "few\n```\n# no heading\n```"),
            new Section(List.of("Rivers"), "long"));
  }

  @Test
  void ofHtmlIsReadWhatIsShown() throws Exception {
    assertThat(
            read(
                "a.html",
                """
                <!DOCTYPE html><html><head><title>not in the page</title><style>p {}</style></head>
                <body><!-- <p>hidden</p> --><h1>Lakes &amp; <b>seas</b></h1>
                <p title="a > b">Many&nbsp;are   deep.</p><script>if (a < b) { "</p>" }</script>
                <ul><li>One<li>Zw&ouml;lf &#8364; &#x1F30A; 1 < 2</ul>
                <pre>a  b
                c</pre></body></html>"""))
        .singleElement()
        .satisfies(
            section -> {
              assertThat(section.headings()).containsExactly("Lakes & seas");
              assertThat(section.text())
                  .contains("Many are deep.", "One\nZwölf € 🌊 1 < 2", "a  b\nc")
                  .doesNotContain("hidden", "script", "not in the page", "if (a");
            });
  }

  /** None of these makes a tree, and each would be deep or long in one. */
  @ParameterizedTest
  @ValueSource(
      strings = {"<div>", "<head>", "<b", "&", "&a", "<!--", "</", "<p title=\"", "<svg><h1>"})
  void ofHtmlThatNeverEndsThereIsAnEnd(String piece) {
    String html = "<p>words</p>" + piece.repeat(1_000_000 / piece.length());
    try {
      assertThat(read("a.html", html)).isNotEmpty();
    } catch (DocumentException e) {
      assertThat(e.reason()).isEqualTo(Reason.INVALID);
    }
  }

  @Test
  void aDocumentOfHeadingsAloneHasABoundedNumberOfSections() throws Exception {
    assertThat(read("a.md", "# h\nx\n".repeat(100_000)).size()).isEqualTo(50_001);
  }

  @ParameterizedTest
  @CsvSource({
    "a.pdf, words, INVALID",
    "a.txt, %PDF-1.7, INVALID",
    "a.docx, words, INVALID",
    "a.md, 'PK\u0003\u0004', INVALID",
    "a.zip, 'PK\u0003\u0004', UNSUPPORTED",
    "a.txt, GIF89a, UNSUPPORTED",
    "a.txt, '\u0000\u0000', INVALID",
    "a.txt, '   ', INVALID",
    "a.html, <script>x</script>, INVALID",
  })
  void whatIsNotWhatItSaysOrSaysNothingIsRefused(String name, String content, Reason reason) {
    assertThatExceptionOfType(DocumentException.class)
        .isThrownBy(() -> read(name, content))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void whatIsNoUtf8IsRefusedAndUtf16BehindItsMarkIsNot() throws Exception {
    assertThatExceptionOfType(DocumentException.class)
        .isThrownBy(() -> DOCUMENTS.read("a.txt", new byte[] {'a', (byte) 0xe4, 'b'}));
    assertThat(DOCUMENTS.read("a.txt", "\ufeffgrün".getBytes(UTF_16LE)))
        .containsExactly(new Section(List.of(), "grün"));
  }

  /** Every word is in a chunk, no chunk is too long, and the same text gives the same. */
  @RepeatedTest(5)
  void chunksHaveAllOfTheTextWithinTheirBounds(RepetitionInfo seed) throws Exception {
    Random random = new Random(seed.getCurrentRepetition());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      text.append("w").append(i).append("x".repeat(random.nextInt(9)));
      text.append(List.of(" ", ". ", "\n", "\n\n", " ", " ").get(random.nextInt(6)));
    }
    int most = 100 + random.nextInt(400);
    Chunking chunking = new Chunking(most, random.nextInt(most / 2 + 1));
    List<Section> sections = List.of(new Section(List.of("A", "B"), text.toString()));

    List<String> chunks = chunking.chunks(sections);

    assertThat(chunks).isEqualTo(chunking.chunks(sections));
    String all = String.join(" ", chunks);
    for (int i = 0; i < 1_000; i++) {
      assertThat(all).contains("w" + i);
    }
    assertThat(chunks)
        .allSatisfy(
            chunk -> {
              assertThat(chunk).startsWith("A > B\n\n");
              assertThat(chunk.length()).isLessThanOrEqualTo(7 + 4 * most);
            });
  }

  /** Looking for a place beyond the chunk took minutes here. */
  @Test
  @Timeout(30)
  void aLongTextWithoutAPlaceToCutIsLookedThroughOnce() {
    String text = "0123456789abcdef".repeat(500_000);

    List<String> chunks = new Chunking(100, 50).chunks(List.of(new Section(List.of(), text)));

    assertThat(chunks).hasSizeGreaterThan(30_000);
    assertThat(chunks.getFirst()).isEqualTo(text.substring(0, 400));
  }

  @Test
  void withoutAPlaceToCutATextIsCutInTheMiddleButNeverInACharacter() {
    List<String> chunks =
        new Chunking(100, 50).chunks(List.of(new Section(List.of(), "🌊".repeat(5_000))));

    assertThat(chunks.size()).isBetween(25, 60);
    assertThat(chunks)
        .allSatisfy(chunk -> assertThat(new String(chunk.getBytes(UTF_8), UTF_8)).isEqualTo(chunk));
  }
}
