// What the container's request gets wrong of a call is said here as the call has it.
package dev.trefoil.aws.servlet;

import com.amazonaws.serverless.proxy.internal.servlet.AwsProxyHttpServletRequest;
import com.amazonaws.serverless.proxy.model.ContainerConfig;
import dev.trefoil.http.HttpCall;
import dev.trefoil.servlet.TrefoilServlet;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;

/** The request of a call, without async: an invocation ends with its answer. */
final class CallRequest extends AwsProxyHttpServletRequest {
  private final HttpCall call;
  private final ServletInputStream body;

  CallRequest(CallEvent event, SecurityContext security, ContainerConfig config) {
    super(event, null, security, config);
    this.call = event.call();
    this.body = new Body(call.body());
    setAttribute(TrefoilServlet.DEADLINE, call.deadline());
    setAttribute(TrefoilServlet.FRONT_DOOR, call.frontDoor());
  }

  /** Its own is made anew: slashes are put together and added. */
  @Override
  public String getRequestURI() {
    return call.path();
  }

  /** Its own would be made of parameters, which the event does not have. */
  @Override
  public String getQueryString() {
    return call.query().text();
  }

  @Override
  public String getContextPath() {
    return "";
  }

  @Override
  public String getServletPath() {
    return "";
  }

  /** Its own fails on a path that cannot be decoded, which is the core's to refuse. */
  @Override
  public String getPathInfo() {
    try {
      return super.getPathInfo();
    } catch (IllegalArgumentException e) {
      return call.path();
    }
  }

  /** Its own fails where nobody is verified. */
  @Override
  public String getRemoteUser() {
    Principal principal = getUserPrincipal();
    return principal == null ? null : principal.getName();
  }

  @Override
  public boolean isAsyncSupported() {
    return false;
  }

  /** Its own goes through a text, which not every body is. */
  @Override
  public ServletInputStream getInputStream() {
    return body;
  }

  /** A body that is all there. */
  private static final class Body extends ServletInputStream {
    private final InputStream in;
    private boolean finished;

    Body(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      finished |= read < 0;
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      finished |= read < 0;
      return read;
    }

    @Override
    public boolean isFinished() {
      return finished;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("there is no async here");
    }
  }
}
