package dev.trefoil.local.functions;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;

/** A Cloud Run function that says where it was reached. */
public final class EchoCloudFunction implements HttpFunction {
  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    response.getOutputStream().write((request.getMethod() + " " + request.getPath()).getBytes());
  }
}
