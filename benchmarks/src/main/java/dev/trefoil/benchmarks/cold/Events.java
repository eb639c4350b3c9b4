// What API Gateway sends.
package dev.trefoil.benchmarks.cold;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/** Events of an HTTP API, payload format 2.0. */
public final class Events {
  private Events() {}

  /** The call of a chat by its route. */
  public static byte[] chat() {
    return chat("chat");
  }

  /** The call of a chat with this model. */
  public static byte[] chat(String model) {
    return chat(model, false);
  }

  /** The same for an answer that is plain or streamed. */
  public static byte[] chat(String model, boolean stream) {
    return chatOf(
        """
        {"model":"%s","stream":%s,"messages":[{"role":"user","content":"Say hello"}]}"""
            .formatted(model, stream));
  }

  /** The call of a chat with this body. */
  public static byte[] chatOf(String body) {
    return """
    {"version":"2.0","routeKey":"$default","rawPath":"/v1/chat/completions","rawQueryString":"",
     "headers":{"accept":"*/*","content-type":"application/json","host":"api.example.com",
      "user-agent":"bench","x-forwarded-for":"127.0.0.1","x-forwarded-port":"443","x-forwarded-proto":"https"},
     "requestContext":{"accountId":"123456789012","apiId":"trefoil000","domainName":"api.example.com",
      "domainPrefix":"api","http":{"method":"POST","path":"/v1/chat/completions","protocol":"HTTP/1.1",
      "sourceIp":"127.0.0.1","userAgent":"bench"},"requestId":"JKJaXmPLvHcESHA=","routeKey":"$default",
      "stage":"$default","time":"27/Nov/2026:09:00:00 +0000","timeEpoch":1795770000000},
     "body":"%s",
     "isBase64Encoded":false}"""
        .formatted(new String(JsonStringEncoder.getInstance().quoteAsString(body)))
        .getBytes(StandardCharsets.UTF_8);
  }
}
