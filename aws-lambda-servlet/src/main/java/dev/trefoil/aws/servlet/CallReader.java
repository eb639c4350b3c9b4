// The container asks a reader for the request that the servlet sees.
package dev.trefoil.aws.servlet;

import com.amazonaws.serverless.proxy.RequestReader;
import com.amazonaws.serverless.proxy.model.ContainerConfig;
import com.amazonaws.services.lambda.runtime.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.SecurityContext;

/** Makes the request of a call. */
final class CallReader extends RequestReader<CallEvent, HttpServletRequest> {
  @Override
  public HttpServletRequest readRequest(
      CallEvent event, SecurityContext security, Context context, ContainerConfig config) {
    return new CallRequest(event, security, config);
  }

  @Override
  protected Class<CallEvent> getRequestClass() {
    return CallEvent.class;
  }
}
