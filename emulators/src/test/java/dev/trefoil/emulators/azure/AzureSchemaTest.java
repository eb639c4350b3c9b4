package dev.trefoil.emulators.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.identity.BearerVerifier;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which schemas of tools OpenAI refuses, in its words. */
class AzureSchemaTest {

  private static final AzureOpenAiEmulator EMULATOR =
      AzureOpenAiEmulator.start("azure", BearerVerifier.accepting("t", "p"));

  @AfterAll
  static void close() {
    EMULATOR.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "false|{'type':'object','properties':{},'anyOf':[{}]}|schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level.",
        "false|{'type':'object'}|In context=(), object schema missing properties.",
        "false|{'type':'object','properties':{'a':{'anyOf':[{'type':'array'}]}}}|In context=('properties', 'a', 'anyOf', '0'), array schema missing items.",
        "true|{PROPERTIES{'a':{'type':'string','minLength':1}},REST}|In context=('properties', 'a'), 'minLength' is not permitted.",
        "true|{PROPERTIES{'a':{'$ref':'#/$defs/b','description':'d'}},REST,'$defs':{'b':{'type':'null'}}}|In context=('properties', 'a'), $ref cannot have keywords {'description'}.",
        "true|{PROPERTIES{'a':{}},REST}|In context=('properties', 'a'), schema must have a 'type' key.",
        "true|{PROPERTIES{'a':{'type':['array','null']}},REST}|In context=('properties', 'a'), array schema missing items.",
        "true|{PROPERTIES{'a':{'type':'string','format':'uri'}},REST}|In context=('properties', 'a'), 'uri' is not a valid format.",
      })
  void isRefused(boolean strict, String schema, String words)
      throws IOException, InterruptedException {
    String filled =
        schema
            .replace("PROPERTIES", "'type':'object','properties':")
            .replace("REST", "'required':['a'],'additionalProperties':false");
    String body =
        "{'model':'m','messages':[{'role':'user','content':'x'}],'tools':[{'type':'function','function':{'name':'f','strict':%s,'parameters':%s}}]}"
            .formatted(strict, filled);
    HttpResponse<String> response = post(body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(new ObjectMapper().readTree(response.body()).at("/error/message").asText())
        .startsWith("Invalid schema for function 'f': ")
        .endsWith(words);
  }

  @ParameterizedTest
  @CsvSource({"1000, 200", "1001, 400"})
  void valuesAreCounted(int values, int status) throws IOException, InterruptedException {
    String body =
        "{'model':'m','messages':[{'role':'user','content':'x'}],'tools':[{'type':'function','function':{'name':'f','strict':true,'parameters':{'type':'object','properties':{'a':{'type':'string','enum':['v'%s]}},'required':['a'],'additionalProperties':false}}}]}"
            .formatted(",'v'".repeat(values - 1));

    assertThat(post(body).statusCode()).isEqualTo(status);
  }

  private static HttpResponse<String> post(String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(EMULATOR.endpoint().resolve("/openai/v1/chat/completions"))
            .header("authorization", "Bearer t")
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body.replace('\'', '"')))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }
}
