package dev.trefoil.aws.servlet;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.trefoil.aws.HttpFunction;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;

/**
 * The handler of the HTTP function in its servlet form: takes the events of {@code HttpLambda}, and
 * has servlet filters before the core, those that {@code META-INF/services/jakarta.servlet.Filter}
 * of any jar on the function's class path names, in the order of the class path.
 */
public final class ServletLambda implements RequestStreamHandler {
  private static final List<Filter> FILTERS =
      ServiceLoader.load(Filter.class, ServletLambda.class.getClassLoader()).stream()
          .map(Provider::get)
          .toList();

  private static final HttpFunction FUNCTION =
      HttpFunction.start(
          System.getenv(),
          core -> ServletContainer.around(core, FILTERS),
          core -> ServletContainer.around(core, List.of()));

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    FUNCTION.handle(event, response, context);
  }
}
