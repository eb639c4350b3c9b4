package dev.trefoil.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No argument changes what the configuration says of a request. */
class HttpToolCallTest {
  private static final String LOOKUP =
      "{\"TableName\":\"products\",\"Key\":{\"id\":{\"S\":\"{number}\"}}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../admin",
        "a/b",
        "a?b=c",
        "a#b",
        "@evil.example",
        "a\\b",
        "a\r\nHost: evil.example",
        "a%2fb",
        "a b+c"
      })
  void anArgumentStaysInItsPlaceOfTheAddress(String text) throws IOException {
    HttpToolCall call =
        HttpToolCall.of(
            tool("GET", "https://a.example/v1/{id}/x?y=1", Optional.empty()),
            Map.of("id", text(text)));

    assertThat(call.uri().getHost()).isEqualTo("a.example");
    assertThat(call.uri().getRawPath()).startsWith("/v1/").endsWith("/x").doesNotContain("/v1/../");
    assertThat(call.uri().getRawPath().split("/", -1)).hasSize(4);
    assertThat(call.uri().getRawQuery()).isEqualTo("y=1");
    assertThat(call.uri().getPath().split("/v1/", 2)[1]).isEqualTo(text + "/x");
  }

  @Test
  void whatTheAddressDoesNotNameGoesIntoTheQueryOrTheBody() throws IOException {
    Map<String, JrsValue> arguments =
        arguments("{\"id\":1,\"q\":\"a&b=c\",\"list\":[1],\"no\":null}");

    HttpToolCall get =
        HttpToolCall.of(tool("GET", "https://a.example/{id}", Optional.empty()), arguments);
    assertThat(get.uri().toString()).isEqualTo("https://a.example/1?list=%5B1%5D&q=a%26b%3Dc");
    assertThat(get.body()).isEmpty();

    HttpToolCall post =
        HttpToolCall.of(tool("POST", "https://a.example/{id}", Optional.empty()), arguments);
    assertThat(body(post)).isEqualTo("{\"list\":[1],\"no\":null,\"q\":\"a&b=c\"}");
    assertThat(post.uri().getRawQuery()).isNull();
  }

  @Test
  void anArgumentStaysInItsTextOfTheBody() throws IOException {
    HttpToolCall call =
        HttpToolCall.of(
            tool("POST", "https://a.example/", Optional.of(LOOKUP)),
            Map.of("number", text("1\"},\"TableName\":\"secrets")));

    assertThat(Json.text(Json.readWhole(body(call)), "TableName")).contains("products");
    assertThat(Json.text(Json.readWhole(body(call)), "Key", "id", "S"))
        .contains("1\"},\"TableName\":\"secrets");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"number\":\".\"}", "{\"number\":\"\"}", "{\"number\":{}}", "{}"})
  void whatIsNoPartOfAnAddressIsRefused(String arguments) {
    assertThatThrownBy(
            () ->
                HttpToolCall.of(
                    tool("GET", "https://a.example/{number}", Optional.empty()),
                    arguments(arguments)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String body(HttpToolCall call) {
    return new String(call.body().orElseThrow(), StandardCharsets.UTF_8);
  }

  private static JrsValue text(String text) throws IOException {
    return arguments(Json.object(json -> json.writeStringField("it", text))).get("it");
  }

  private static Map<String, JrsValue> arguments(String json) throws IOException {
    JrsObject object = Json.readWhole(json);
    Map<String, JrsValue> arguments = new HashMap<>();
    object.fields().forEachRemaining(field -> arguments.put(field.getKey(), field.getValue()));
    return arguments;
  }

  private static ToolSettings.Http tool(String method, String url, Optional<String> body) {
    return new ToolSettings.Http(
        "t",
        "d",
        method,
        url,
        Map.of(),
        body,
        "{}",
        Set.of(),
        new ToolTerms(List.of(), List.of(), false, true, Duration.ofSeconds(1), 100, false));
  }
}
