package dev.trefoil.servlet;

import dev.trefoil.http.HttpCall;
import dev.trefoil.http.HttpHandler;
import dev.trefoil.runtime.Priming;
import dev.trefoil.runtime.TrefoilRuntime;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Trefoil as a servlet. It may be mapped to any prefix ({@code /llm/*}); what stands before it, a
 * context path as well, is no part of the paths of docs/api.md.
 *
 * <p>Where the request supports async, a call is answered on a virtual thread of its own, and what
 * is flushed streams; elsewhere on the container's thread. A caller whom the container or a filter
 * has verified ({@code getUserPrincipal()}) is the one of {@code auth: platform}.
 *
 * <p>It is configured by the environment variables of docs/deploy-container.md, or by init
 * parameters of the same names. It keeps no jobs.
 */
public class TrefoilServlet extends HttpServlet {
  /**
   * A request's attribute of type {@link dev.trefoil.chat.Deadline}: when the answer is of no use
   * any more. Unless there is one, a call has {@code TREFOIL_TIMEOUT_SECONDS}, 60 unless set.
   */
  public static final String DEADLINE = "dev.trefoil.servlet.deadline";

  /**
   * A request's attribute of type {@link dev.trefoil.http.FrontDoor}: what stands before the
   * container. Where that limits an answer's size, the answer is sent when it is whole.
   */
  public static final String FRONT_DOOR = "dev.trefoil.servlet.frontDoor";

  private static final System.Logger LOG = System.getLogger(TrefoilServlet.class.getName());
  private static final long serialVersionUID = 1L;

  private HttpHandler handler;
  private Duration time;
  private Optional<TrefoilRuntime> runtime = Optional.empty();

  /** Reads its configuration when the container starts it. */
  public TrefoilServlet() {}

  /**
   * Over what is there already.
   *
   * @param time how long a call may take
   */
  public TrefoilServlet(HttpHandler handler, Duration time) {
    this.handler = Objects.requireNonNull(handler);
    this.time = Objects.requireNonNull(time);
  }

  /**
   * Builds everything, unless it was given.
   *
   * @throws dev.trefoil.config.ConfigException when the configuration has mistakes
   * @throws IllegalArgumentException naming a variable or parameter that says nothing sensible
   */
  @Override
  public void init() {
    if (handler == null) {
      ServletSettings settings = ServletSettings.of(getServletConfig(), System.getenv());
      TrefoilRuntime started = TrefoilRuntime.start(settings.host(), settings.env());
      started.priming().primeInSpareTime(Priming.HTTP);
      started.beforeFirstCall();
      runtime = Optional.of(started);
      handler = started.http();
      time = settings.time();
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    AsyncCall.failIfBroken(request);
    HttpCall call = ServletCall.of(request, time);
    if (call.frontDoor().limit().isPresent()) {
      BufferedAnswer answer = new BufferedAnswer();
      handler.handle(call, answer);
      answer.send(response);
    } else if (request.isAsyncSupported()) {
      AsyncCall.start(handler, call, request, response);
    } else {
      answerHere(call, response);
    }
  }

  private void answerHere(HttpCall call, HttpServletResponse response) throws IOException {
    try {
      handler.handle(call, new StreamedAnswer(response));
    } catch (IOException e) {
      LOG.log(Level.INFO, "a caller has left before its answer was whole: " + e);
      throw e; // The container cuts the connection.
    }
  }

  /** Frees connections and threads; calls under way fail. */
  @Override
  public void destroy() {
    runtime.ifPresent(TrefoilRuntime::close);
  }
}
