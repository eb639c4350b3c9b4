// What the container is handed in the place of an event.
package dev.trefoil.aws.servlet;

import com.amazonaws.serverless.proxy.model.AwsProxyRequest;
import com.amazonaws.serverless.proxy.model.AwsProxyRequestContext;
import com.amazonaws.serverless.proxy.model.Headers;
import dev.trefoil.http.HttpCall;

/** A call in the container's form of REST API events, the one that loses nothing of it. */
final class CallEvent extends AwsProxyRequest {
  private final HttpCall call;

  CallEvent(HttpCall call) {
    this.call = call;
    Headers headers = new Headers();
    call.headers().forEach(headers::add);
    setMultiValueHeaders(headers);
    setHttpMethod(call.method());
    setPath(call.path());
    setRequestContext(new AwsProxyRequestContext());
  }

  HttpCall call() {
    return call;
  }
}
