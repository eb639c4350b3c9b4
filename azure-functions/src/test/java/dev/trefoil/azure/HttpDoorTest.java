package dev.trefoil.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.functions.HttpResponseMessage;
import dev.trefoil.http.Headers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests and answers in the form in which the worker has them. */
class HttpDoorTest {
  private static final byte[] CUT = {'a', (byte) 0xc3, '"'};

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "https://a.example/v1/models ; /v1/models",
        "https://a.example/v1/models?x={y} ; /v1/models",
        "https://a.example/v1/models?a|b ; /v1/models",
        "https://a.example/v1/models?100%&u=http://c/d?e ; /v1/models",
        "https://a.example/v1/jobs/%C3%A9%2Fx?\"<>^` ; /v1/jobs/%C3%A9%2Fx",
        "https://a.example/?? ; /",
        "http://127.0.0.1:7071/a// ; /a//",
      })
  void thePathIsHadWhateverTheQuery(String url, String path) {
    assertThat(RequestUrl.path(WorkerMessage.get(url))).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "https://a.example/v1/models ; ''",
        "https://a.example/v1/models?x={y}&a=%C3%A9 ; x={y}&a=%C3%A9",
        "https://a.example/v1/models?100%&u=http://c/d?e ; 100%&u=http://c/d?e",
      })
  void theQueryIsHadAsItWasSent(String url, String query) {
    assertThat(RequestUrl.query(WorkerMessage.get(url)).text()).isEqualTo(query);
  }

  @Test
  void aBodyIsTheBytesThatWereSent() {
    assertThat(bytes("grün \ufffd 😀", 14))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("grün \ufffd 😀");
    assertThat(bytes("without its byte order mark", 30)).hasSize(27);
    assertThat(RequestText.bytes("", new Headers().set("transfer-encoding", "chunked"))).isEmpty();
  }

  @Test
  void aBodyThatWasNoUtf8IsNoneAgain() {
    String asTheHostDecodesIt = new String(CUT, StandardCharsets.UTF_8);
    assertThat(bytes(asTheHostDecodesIt, CUT.length)).containsExactly('a', 0xff);
    assertThat(bytes("[1]", "[1]".getBytes(StandardCharsets.UTF_16).length)).containsExactly(0xff);
  }

  private static byte[] bytes(String text, int contentLength) {
    return RequestText.bytes(
        text, new Headers().set("Content-Length", String.valueOf(contentLength)));
  }

  @Test
  void aHeaderThatIsThereTwiceIsSentAsOne() throws Exception {
    BufferedResponse response = new BufferedResponse();
    response
        .start(200, new Headers().add("x-many", "one").add("X-Many", "two").set("x-one", "1"))
        .write('!');

    HttpResponseMessage message = response.in(WorkerMessage.get("http://a/"));

    assertThat(message.getHeader("x-many")).isEqualTo("one, two");
    assertThat(message.getHeader("x-one")).isEqualTo("1");
    assertThat(message.getBody()).isEqualTo(new byte[] {'!'});
  }
}
