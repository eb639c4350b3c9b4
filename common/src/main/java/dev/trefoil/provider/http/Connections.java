// Connections to one service: made, kept for the next call, made new.
package dev.trefoil.provider.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * Gives each exchange a connection of its own: one that an earlier exchange has left in order, the
 * last one first, else a new one. As many are open as there are exchanges, and at most 1,024
 * besides, each for 30 s. What a service has ended meanwhile is not given.
 */
final class Connections implements AutoCloseable {
  private static final int MOST_IDLE = 1024;
  private static final long LONGEST_IDLE = TimeUnit.SECONDS.toNanos(30);

  /** A look-up of a name cannot be ended, and would hold the carrier of a virtual thread. */
  private static final ExecutorService RESOLVERS =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("trefoil-names-", 0).factory());

  /** Under way, by name: whoever asks meanwhile waits for the same. */
  private static final ConcurrentMap<String, CompletableFuture<InetAddress>> LOOK_UPS =
      new ConcurrentHashMap<>();

  private final Duration connectTimeout;
  private final SSLSocketFactory tls;
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Set<Connection> busy = new HashSet<>();
  private boolean closed;

  /**
   * @param connectTimeout for name, TCP and TLS of one connection
   */
  Connections(Duration connectTimeout) {
    this.connectTimeout = connectTimeout;
    try {
      this.tls = SSLContext.getDefault().getSocketFactory();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no TLS", e);
    }
  }

  /**
   * A connection to a service, for one exchange.
   *
   * @param abort ends the making of one, and from then on the connection
   * @throws IOException when none comes about
   */
  Connection take(URI uri, Abort abort) throws IOException {
    String origin = origin(uri);
    for (Optional<Connection> kept = kept(origin); kept.isPresent(); kept = kept(origin)) {
      if (kept.get().idleNanos() <= LONGEST_IDLE && kept.get().isQuiet()) {
        return held(kept.get(), abort);
      }
      drop(kept.get());
    }
    Connection made = connect(uri, origin, abort);
    synchronized (this) {
      if (!closed) {
        busy.add(made);
        return made;
      }
    }
    made.closing().close();
    throw new IOException("closed");
  }

  private Connection held(Connection connection, Abort abort) throws IOException {
    try {
      abort.awaiting(connection.closing());
      return connection;
    } catch (IOException e) {
      drop(connection);
      throw e;
    }
  }

  /** Takes a connection back whose exchange has come to its end. */
  void keep(Connection connection) {
    connection.rest();
    List<Connection> old = new ArrayList<>();
    synchronized (this) {
      busy.remove(connection);
      idle.addFirst(connection);
      while (closed && !idle.isEmpty()
          || idle.size() > MOST_IDLE
          || !idle.isEmpty() && idle.getLast().idleNanos() > LONGEST_IDLE) {
        old.add(idle.removeLast());
      }
    }
    old.forEach(Connections::end);
  }

  /** Takes a connection back that is not to be used again. */
  void drop(Connection connection) {
    synchronized (this) {
      busy.remove(connection);
    }
    end(connection);
  }

  /** Ends all connections; exchanges that are under way fail. */
  @Override
  public void close() {
    List<Connection> all = new ArrayList<>();
    synchronized (this) {
      closed = true;
      all.addAll(idle);
      all.addAll(busy);
      idle.clear();
      busy.clear();
    }
    all.forEach(Connections::end);
  }

  private static void end(Connection connection) {
    try {
      connection.closing().close();
    } catch (IOException e) {
      // It is closed as far as it can be.
    }
  }

  private synchronized Optional<Connection> kept(String origin) {
    for (Iterator<Connection> each = idle.iterator(); each.hasNext(); ) {
      Connection connection = each.next();
      if (connection.origin().equals(origin)) {
        each.remove();
        busy.add(connection);
        return Optional.of(connection);
      }
    }
    return Optional.empty();
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort();
  }

  static boolean isSecure(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
  }

  /** The proxy that the JVM's own properties name for an address. */
  static Optional<InetSocketAddress> proxy(URI uri) {
    ProxySelector selector = ProxySelector.getDefault();
    return selector == null
        ? Optional.empty()
        : selector.select(uri).stream()
            .findFirst()
            .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
            .map(proxy -> (InetSocketAddress) proxy.address());
  }

  private Connection connect(URI uri, String origin, Abort abort) throws IOException {
    long until = System.nanoTime() + connectTimeout.toNanos();
    Optional<InetSocketAddress> proxy = proxy(uri);
    InetAddress address =
        resolve(proxy.map(InetSocketAddress::getHostString).orElse(name(uri)), abort, until);
    int port = proxy.map(InetSocketAddress::getPort).orElse(port(uri));
    SocketChannel channel = SocketChannel.open();
    abort.awaiting(channel);
    try {
      Socket plain = channel.socket();
      plain.setTcpNoDelay(true);
      plain.connect(new InetSocketAddress(address, port), left(until));
      Optional<SSLSocket> secure = Optional.empty();
      if (isSecure(uri)) {
        plain.setSoTimeout(left(until));
        if (proxy.isPresent()) {
          tunnel(uri, channel);
        }
        secure = Optional.of(secured(plain, uri));
        plain.setSoTimeout(0);
      }
      return new Connection(origin, channel, secure);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Without the brackets that an IPv6 address has in a URI. */
  private static String name(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static InetAddress resolve(String name, Abort abort, long until) throws IOException {
    CompletableFuture<InetAddress> found =
        LOOK_UPS.computeIfAbsent(name, Connections::lookUp).copy();
    Closeable waiting = () -> found.cancel(false);
    abort.awaiting(waiting);
    try {
      return found.get(until - System.nanoTime(), NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw late(e);
    } catch (CancellationException e) {
      throw new IOException("closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException();
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private static CompletableFuture<InetAddress> lookUp(String name) {
    CompletableFuture<InetAddress> found = new CompletableFuture<>();
    RESOLVERS.execute(
        () -> {
          try {
            InetAddress address = InetAddress.getByName(name);
            LOOK_UPS.remove(name);
            found.complete(address);
          } catch (IOException | RuntimeException e) {
            LOOK_UPS.remove(name);
            found.completeExceptionally(e);
          }
        });
    return found;
  }

  private static int left(long until) throws IOException {
    long millis = NANOSECONDS.toMillis(until - System.nanoTime());
    if (millis <= 0) {
      throw late(null);
    }
    return Math.clamp(millis, 1, Integer.MAX_VALUE);
  }

  private static IOException late(Throwable cause) {
    return (IOException) new SocketTimeoutException("no connection in time").initCause(cause);
  }

  /** Has a proxy lead to the service; from then on it only passes bytes on. */
  private static void tunnel(URI uri, SocketChannel channel) throws IOException {
    String place = uri.getHost() + ":" + port(uri);
    BasicClassicHttpRequest request = new BasicClassicHttpRequest("CONNECT", null, null, place);
    request.setHeader("Host", place);
    int status = new Connection("", channel, Optional.empty()).tunnel(request);
    if (status / 100 != 2) {
      throw new IOException("the proxy answered with " + status);
    }
  }

  /** The certificate must be that of the name. */
  private SSLSocket secured(Socket plain, URI uri) throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, name(uri), port(uri), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}
