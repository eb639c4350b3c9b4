#!/usr/bin/env bash
# Software: com.google.cloud:google-cloud-vertexai 1.48.0 over REST, com.google.protobuf:protobuf-java-util 4.33.2.
# Guess:    the args of a function call, printed by protobuf's own JSON printer, are those that the service sent.
# Seen:     {"count":5,"order":9007199254740993} comes out as {"count":5.0,"order":9.007199254740992E15}: valid JSON,
#           another number, and none that a tool with an int or long parameter parses.
# Matters:  the arguments of a tool call are what a gateway must hand on exactly. With the SDK's types an order number
#           is off by one before any code of the gateway's own, and "5.0" fails in callers with strict types; the same
#           call through another service of the same gateway works.
# Needs:    a JDK 21, Maven.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
jdk 21
jars com.google.cloud:google-cloud-vertexai:1.48.0 com.google.protobuf:protobuf-java-util:4.33.2

cat >"$work/Main.java" <<'JAVA'
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.vertexai.api.*;
import com.google.protobuf.util.JsonFormat;
import java.util.Map;

class Main {
  static final String ANSWER = """
      {"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"order",
      "args":{"count":5,"order":9007199254740993}}}]},"finishReason":1}]}""";

  public static void main(String[] args) throws Exception {
    var settings = PredictionServiceSettings.newHttpJsonBuilder()
        .setEndpoint(JsonServer.answering(200, Map.of(), ANSWER).toString())
        .setCredentialsProvider(NoCredentialsProvider.create()).build();
    try (var client = PredictionServiceClient.create(settings)) {
      var answer = client.generateContent(GenerateContentRequest.newBuilder()
          .setModel("projects/p/locations/l/publishers/google/models/m")
          .addContents(Content.newBuilder().setRole("user").addParts(Part.newBuilder().setText("five, please")))
          .build());
      var call = answer.getCandidates(0).getContent().getParts(0).getFunctionCall();
      String printed = JsonFormat.printer().omittingInsignificantWhitespace().print(call.getArgs());
      System.out.println("sent: {\"count\":5,\"order\":9007199254740993}");
      System.out.println("printed: " + printed);
      for (String number : printed.replaceAll("[^0-9.E,]", "").split(",")) {
        try {
          System.out.println("as a long: " + Long.parseLong(number));
        } catch (NumberFormatException e) {
          System.out.println(number + " as a long: refused");
        }
      }
    }
    System.exit(0);
  }
}
JAVA
run_java
check "printed" '{"count":5.0,"order":9.007199254740992E15}'
check "5.0 as a long" refused
exit "$changed"
