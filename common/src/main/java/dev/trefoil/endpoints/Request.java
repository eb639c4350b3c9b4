package dev.trefoil.endpoints;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.door.CallInfo;
import dev.trefoil.door.DoorCall;
import dev.trefoil.door.Endpoint;
import dev.trefoil.door.Problem;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.Query;
import dev.trefoil.job.IdempotencyKey;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/** A call on its way to its door. For one thread. */
final class Request implements DoorCall {
  /** What is kept back of the front door's time, so that it never cuts an answer. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final HttpCall call;
  private final RequestPath path;
  private final Endpoint endpoint;
  private final String id;
  private final Caller caller;
  private final Optional<Traceparent> trace;
  private final RequestBodies bodies;
  private final BytesInFlight.Lease lease;
  private final Optional<Duration> frontDoor;
  private Optional<byte[]> body = Optional.empty();
  private Optional<CallInfo> info = Optional.empty();

  /**
   * @param path without its version
   * @param lease what its body takes of the bytes that may be under way
   * @param frontDoor what the configuration says of the time that the front door waits
   */
  Request(
      HttpCall call,
      RequestPath path,
      Endpoint endpoint,
      String id,
      Caller caller,
      Optional<Traceparent> trace,
      RequestBodies bodies,
      BytesInFlight.Lease lease,
      Optional<Duration> frontDoor) {
    this.call = call;
    this.path = path;
    this.endpoint = endpoint;
    this.id = id;
    this.caller = caller;
    this.trace = trace;
    this.bodies = bodies;
    this.lease = lease;
    this.frontDoor = frontDoor;
  }

  RequestPath path() {
    return path;
  }

  @Override
  public String requestId() {
    return id;
  }

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public Query query() {
    return call.query();
  }

  @Override
  public Headers headers() {
    return call.headers();
  }

  @Override
  public String parameter(String name) {
    int place = endpoint.segments().indexOf("{" + name + "}");
    if (place < 0) {
      throw new IllegalArgumentException("/" + endpoint.path() + " has no {" + name + "}");
    }
    return path.segments().get(place);
  }

  @Override
  public byte[] body() throws Problem {
    if (body.isEmpty()) {
      body = Optional.of(bodies.read(call, lease));
    }
    return body.get();
  }

  @Override
  public InputStream stream(int held) throws Problem {
    return bodies.stream(call, held, lease);
  }

  @Override
  public CallInfo info() throws Problem {
    if (info.isEmpty()) {
      info = Optional.of(read());
    }
    return info.get();
  }

  /** It is made under an Idempotency-Key, see {@link CallInfo#claim}. */
  void claim(String claim) throws Problem {
    info = Optional.of(info().claimed(claim));
  }

  private CallInfo read() throws Problem {
    Deadline wanted = CallerTimeout.of(call);
    return new CallInfo(
        id,
        caller,
        call.frontDoor()
            .left(frontDoor)
            .map(time -> wanted.within(time.minus(MARGIN)))
            .orElse(wanted),
        PreferenceHeaders.of(call.headers()),
        trace,
        call.frontDoor(),
        !IdempotencyKey.isIn(call.headers()),
        call.disconnection(),
        Optional.empty());
  }
}
