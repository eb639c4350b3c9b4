package dev.trefoil.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.UnaryOperator;

/**
 * The handler of the HTTP function: takes the events of API Gateway (HTTP API and REST API), of
 * Function URLs and of Application Load Balancers.
 *
 * <p>Everything is built when the class is loaded, in Lambda's init phase, and shared by all
 * invocations, which may run at the same time.
 */
public final class HttpLambda implements RequestStreamHandler {
  private static final HttpFunction FUNCTION =
      HttpFunction.start(System.getenv(), UnaryOperator.identity(), UnaryOperator.identity());

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    FUNCTION.handle(event, response, context);
  }
}
