package dev.trefoil.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.http.Headers;
import dev.trefoil.http.ResponseLimit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpAnswerTest {
  private static final Headers HEADERS =
      new Headers().set("content-type", "application/json").add("x-two", "a").add("x-two", "\"b\\");

  /** Every character of one byte, and some of more. */
  private static byte[] body() {
    StringBuilder text = new StringBuilder();
    for (char c = 0; c < 0x100; c++) {
      text.append(c);
    }
    return text.append("Grüße, 世界 🍀 \u2028").toString().getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(HttpEvent.Version.class)
  void anAnswerTakesWhatItIsSaidToTake(HttpEvent.Version version) throws IOException {
    ResponseLimit.Form form = HttpAnswer.form(version);
    byte[] body = body();

    assertThat(posted(version, new HttpAnswer(), body).length)
        .isEqualTo(form.head(200, HEADERS) + form.body(body, 0, body.length));
    assertThat(form.body(body, 3, 40) + form.body(body, 43, 7)).isEqualTo(form.body(body, 3, 47));
  }

  @ParameterizedTest
  @EnumSource(HttpEvent.Version.class)
  void anAnswerThatIsStartedAgainForgetsTheFirst(HttpEvent.Version version) throws IOException {
    HttpAnswer answer = new HttpAnswer();
    try (OutputStream out = answer.start(500, new Headers().set("x-old", "1"))) {
      out.write(body());
    }

    JsonNode second = new ObjectMapper().readTree(posted(version, answer, new byte[] {'x'}));

    assertThat(second.path("statusCode").asInt()).isEqualTo(200);
    assertThat(second.path("body").asText()).isEqualTo("x");
    assertThat(second.path("headers").has("x-old")).isFalse();
  }

  /** The content of a file need not be text, which alone JSON takes. */
  @ParameterizedTest
  @EnumSource(HttpEvent.Version.class)
  void bytesArePostedAsBase64(HttpEvent.Version version) throws IOException {
    byte[] bytes = {0, (byte) 0xff, 'a'};
    HttpAnswer answer = new HttpAnswer();
    try (OutputStream out =
        answer.start(200, new Headers().set("content-type", "application/octet-stream"))) {
      out.write(bytes);
    }
    ByteArrayOutputStream posted = new ByteArrayOutputStream();
    answer.write(version, posted);

    JsonNode json = new ObjectMapper().readTree(posted.toByteArray());
    assertThat(json.path("isBase64Encoded").asBoolean()).isTrue();
    assertThat(json.path("body").binaryValue()).isEqualTo(bytes);
  }

  private static byte[] posted(HttpEvent.Version version, HttpAnswer answer, byte[] body)
      throws IOException {
    try (OutputStream out = answer.start(200, HEADERS)) {
      out.write(body);
    }
    ByteArrayOutputStream posted = new ByteArrayOutputStream();
    answer.write(version, posted);
    return posted.toByteArray();
  }
}
