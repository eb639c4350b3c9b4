package dev.trefoil.local.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Trefoil's function, called once for every service while it is built: so there are tokens in the
 * process by the time that Lambda takes its snapshot.
 */
public final class PrimedLambda implements RequestStreamHandler {
  private static final List<String> MODELS =
      List.of(
          "bedrock/us.anthropic.claude-sonnet-4-6", "azure/gpt-5.4", "vertex_ai/gemini-3.5-flash");

  private final RequestStreamHandler function;

  public PrimedLambda() throws Exception {
    this.function =
        (RequestStreamHandler)
            Class.forName("dev.trefoil.aws.HttpLambda").getConstructor().newInstance();
    for (String model : MODELS) {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      function.handleRequest(new ByteArrayInputStream(event(model)), answer, context());
      if (!answer.toString(StandardCharsets.UTF_8).contains("\"statusCode\":200")) {
        throw new IllegalStateException(model + ": " + answer);
      }
    }
  }

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    function.handleRequest(event, response, context);
  }

  private static byte[] event(String model) {
    return """
    {"version": "2.0", "routeKey": "$default", "rawPath": "/v1/chat/completions",
     "rawQueryString": "", "headers": {"content-type": "application/json"},
     "requestContext": {"accountId": "1", "apiId": "a", "domainName": "localhost",
       "http": {"method": "POST", "path": "/v1/chat/completions", "protocol": "HTTP/1.1",
         "sourceIp": "127.0.0.1", "userAgent": "test"},
       "requestId": "id", "routeKey": "$default", "stage": "$default", "timeEpoch": 0},
     "body": "{\\"model\\": \\"%s\\", \\"messages\\": [{\\"role\\": \\"user\\", \\"content\\": \\"hello\\"}]}",
     "isBase64Encoded": false}
    """
        .formatted(model)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Of an invocation that Lambda does not know of. */
  private static Context context() {
    return (Context)
        Proxy.newProxyInstance(
            PrimedLambda.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getRemainingTimeInMillis" -> 30_000;
                  case "getMemoryLimitInMB" -> 1024;
                  case "getAwsRequestId", "getFunctionName" -> "primed";
                  default -> null;
                });
  }
}
