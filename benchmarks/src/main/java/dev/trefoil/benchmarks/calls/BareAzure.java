// Azure OpenAI by the JDK's HTTP client and a streaming JSON parser alone: cheaper than any SDK of
// it.
package dev.trefoil.benchmarks.calls;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** {@code POST /openai/v1/chat/completions}, its body written anew for every call. */
final class BareAzure implements Caller {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String DATA = "data: ";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI uri;
  private final String authorization;
  private final String model;
  private final Prompt prompt;
  private final boolean stream;

  BareAzure(URI endpoint, String authorization, String model, Prompt prompt, boolean stream) {
    this.uri = URI.create(endpoint + "/openai/v1/chat/completions");
    this.authorization = authorization;
    this.model = model;
    this.prompt = prompt;
    this.stream = stream;
  }

  @Override
  public int call() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body()))
            .build();
    return stream ? streamed(request) : whole(request);
  }

  private int whole(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
    require(response);
    try (JsonParser json = JSON.createParser(response.body())) {
      return contentIn(json);
    }
  }

  private int streamed(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    require(response);
    int length = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(DATA + "{")) {
          try (JsonParser json = JSON.createParser(line.substring(DATA.length()))) {
            length += contentIn(json);
          }
        }
      }
    }
    return length;
  }

  private static int contentIn(JsonParser json) throws IOException {
    int length = 0;
    for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
      if (token == JsonToken.FIELD_NAME
          && json.currentName().equals("content")
          && json.nextToken() == JsonToken.VALUE_STRING) {
        length += json.getText().length();
      }
    }
    return length;
  }

  private static void require(HttpResponse<?> response) throws IOException {
    if (response.statusCode() != 200) {
      throw new IOException("Azure OpenAI answers " + response.statusCode());
    }
  }

  private byte[] body() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("model", model);
      json.writeBooleanField("stream", stream);
      json.writeNumberField("max_completion_tokens", prompt.maxTokens());
      json.writeArrayFieldStart("messages");
      if (prompt.system().isPresent()) {
        TrefoilCaller.message(json, "system", prompt.system().get());
      }
      for (int i = 0; i < prompt.turns().size(); i++) {
        TrefoilCaller.message(
            json, Prompt.isModels(i) ? "assistant" : "user", prompt.turns().get(i));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
