package dev.trefoil.local.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Lambda function that gives its event back, and misbehaves where the path says so. */
public final class EchoLambda implements RequestStreamHandler {
  private static final Pattern PATH = Pattern.compile("\"rawPath\":\"([^\"]*)\"");
  private static final Pattern QUERY = Pattern.compile("\"rawQueryString\":\"([^\"]*)\"");

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    byte[] event = input.readAllBytes();
    String text = new String(event, StandardCharsets.UTF_8);
    String answer =
        switch (find(PATH, text)) {
          case "/crash" -> crash();
          case "/throw" -> throw new IllegalStateException("as asked");
          case "/wait" -> askGate(find(QUERY, text));
          case "/inferred" -> "{\"a\":1}";
          case "/nonsense" -> "{";
          case "/large" -> "{\"statusCode\":200,\"body\":\"" + "x".repeat(6_300_000) + "\"}";
          case "/facts" -> facts(context);
          default -> whole(event);
        };
    output.write(answer.getBytes(StandardCharsets.UTF_8));
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String crash() {
    Runtime.getRuntime().halt(3);
    return "";
  }

  private static String askGate(String gate) throws IOException {
    try (InputStream answer = URI.create(gate).toURL().openStream()) {
      answer.readAllBytes();
    }
    return "{\"statusCode\":200,\"body\":\"" + ProcessHandle.current().pid() + "\"}";
  }

  private static String facts(Context context) {
    String body =
        String.join(
            " ",
            String.valueOf(ProcessHandle.current().pid()),
            context.getAwsRequestId(),
            context.getFunctionName(),
            String.valueOf(context.getRemainingTimeInMillis() / 1000),
            String.valueOf(System.getenv("HOME")),
            System.getProperty("com.amazonaws.xray.traceHeader"));
    return "{\"statusCode\":200,\"body\":\"" + body + "\"}";
  }

  private static String whole(byte[] event) {
    return "{\"statusCode\":201,\"headers\":{\"content-type\":\"application/json\",\"X-One\":\"1\"},"
        + "\"cookies\":[\"a=1\",\"b=2\"],\"isBase64Encoded\":true,\"body\":\""
        + Base64.getEncoder().encodeToString(event)
        + "\"}";
  }
}
