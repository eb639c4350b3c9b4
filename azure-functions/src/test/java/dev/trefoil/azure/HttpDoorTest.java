package dev.trefoil.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import dev.trefoil.http.Headers;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
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
    assertThat(RequestUrl.path(new Request(url))).isEqualTo(path);
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

    HttpResponseMessage message = response.in(new Request("http://a/"));

    assertThat(message.getHeader("x-many")).isEqualTo("one, two");
    assertThat(message.getHeader("x-one")).isEqualTo("1");
    assertThat(message.getBody()).isEqualTo(new byte[] {'!'});
  }

  /** As the worker's: what is no URI fails when it is asked for. */
  private record Request(String url) implements HttpRequestMessage<Object> {
    @Override
    public URI getUri() {
      return URI.create(url);
    }

    @Override
    public HttpMethod getHttpMethod() {
      return HttpMethod.GET;
    }

    @Override
    public Map<String, String> getHeaders() {
      return Map.of();
    }

    @Override
    public Map<String, String> getQueryParameters() {
      return Map.of();
    }

    @Override
    public Object getBody() {
      return "";
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
      return createResponseBuilder((HttpStatusType) status);
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
      return new Response(status, new HashMap<>(), new ByteArrayOutputStream());
    }
  }

  /** As the worker's: one value a header. */
  private record Response(
      HttpStatusType getStatus, Map<String, String> headers, ByteArrayOutputStream bytes)
      implements HttpResponseMessage, HttpResponseMessage.Builder {
    @Override
    public String getHeader(String key) {
      return headers.get(key);
    }

    @Override
    public Object getBody() {
      return bytes.toByteArray();
    }

    @Override
    public Response status(HttpStatusType status) {
      return new Response(status, headers, bytes);
    }

    @Override
    public Response header(String key, String value) {
      headers.put(key, value);
      return this;
    }

    @Override
    public Response body(Object body) {
      bytes.writeBytes((byte[]) body);
      return this;
    }

    @Override
    public Response build() {
      return this;
    }
  }
}
