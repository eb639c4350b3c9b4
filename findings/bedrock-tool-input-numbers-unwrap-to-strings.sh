#!/usr/bin/env bash
# Software: AWS SDK for Java, software.amazon.awssdk:bedrockruntime 2.54.14; Jackson 2.20.1 writes the JSON.
# Guess:    Document.unwrap(), made for JSON mappers by its Javadoc, gives numbers as java.lang.Number; and the text of
#           Document.toString(), which looks like JSON, is JSON.
# Seen:     {"count":5,"note":"two\nlines"} as a tool's input in an answer of Converse becomes {"count":"5",…} by
#           unwrap() and a mapper; toString() keeps the number and leaves the line break raw, which no JSON parser
#           takes.
# Matters:  the two obvious ways from a tool call of Bedrock to OpenAI's `arguments` both break it: the one for tools
#           that take numbers, quietly, the other only once a model writes two lines. The Document has to be walked.
# Needs:    a JDK 21, Maven.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
jdk 21
jars software.amazon.awssdk:bedrockruntime:2.54.14 software.amazon.awssdk:url-connection-client:2.54.14 \
  com.fasterxml.jackson.core:jackson-databind:2.20.1

cat >"$work/Main.java" <<'JAVA'
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.*;

class Main {
  static final String ANSWER = """
      {"output":{"message":{"role":"assistant","content":[{"toolUse":{"toolUseId":"t1","name":"order",
      "input":{"count":5,"note":"two\\nlines"}}}]}},"stopReason":"tool_use",
      "usage":{"inputTokens":1,"outputTokens":1,"totalTokens":2},"metrics":{"latencyMs":1}}""";

  public static void main(String[] args) throws Exception {
    ObjectMapper json = new ObjectMapper();
    try (var client = BedrockRuntimeClient.builder()
        .endpointOverride(JsonServer.answering(200, Map.of(), ANSWER)).region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
        .httpClient(UrlConnectionHttpClient.create()).build()) {
      var message = Message.builder().role("user").content(ContentBlock.fromText("five, please")).build();
      var answer = client.converse(ConverseRequest.builder().modelId("model").messages(message).build());
      var input = answer.output().message().content().getFirst().toolUse().input();
      System.out.println("unwrapped: " + json.writeValueAsString(input.unwrap()));
      try {
        System.out.println("as text: " + json.readTree(input.toString()));
      } catch (JsonProcessingException e) {
        System.out.println("as text: " + e.getOriginalMessage().replaceAll(":.*", ""));
      }
    }
    System.exit(0);
  }
}
JAVA
run_java
check "unwrapped" '{"count":"5","note":"two\nlines"}'
check "as text" "Illegal unquoted character ((CTRL-CHAR, code 10))"
exit "$changed"
