package dev.trefoil.net;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * HTTP/1.1 to hosts that somebody else may decide about. A host's name is looked up once, the
 * address is checked, and the connection goes to that address: what the name stands for a moment
 * later does not matter (DNS rebinding). The JDK's clients look a name up by themselves, after any
 * check of ours. One exchange is one connection; nothing is sent twice, and no redirect is
 * followed.
 */
public final class GuardedHttp {
  /** Looks names up. */
  @FunctionalInterface
  public interface Resolver {
    /** At least one address. */
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** A host may not be reached. */
  public static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * A request.
   *
   * @param headers without {@code Host}, {@code Content-Length} and {@code Connection}
   * @param body empty for none
   */
  public record Request(
      String method, URI uri, Map<String, String> headers, Optional<byte[]> body) {
    public Request {
      headers = Map.copyOf(headers);
    }
  }

  private final Resolver resolver;
  private final SSLSocketFactory tls;

  /**
   * @param tls makes the connections of https, and checks certificates
   */
  public GuardedHttp(Resolver resolver, SSLSocketFactory tls) {
    this.resolver = resolver;
    this.tls = tls;
  }

  /** By the system's names and trusted certificates. */
  public static GuardedHttp system() {
    return new GuardedHttp(
        InetAddress::getAllByName, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /** Closed from another thread when the exchange is to end early. */
  @FunctionalInterface
  public interface OnOpen {
    void opened(Closeable connection);
  }

  /**
   * Sends a request and reads the head of its answer.
   *
   * @param loopback whether this machine may be reached, with http too; everything else must be
   *     https at a public address
   * @param limit for the whole exchange, the reading of the answer's body included
   * @param open is told of the connection before anything is sent
   * @throws RefusedException when the host may not be reached; nothing was sent
   * @throws IOException when there is no answer
   */
  public GuardedAnswer send(Request request, boolean loopback, Duration limit, OnOpen open)
      throws IOException {
    URI uri = request.uri();
    boolean secure = "https".equals(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    InetAddress address = checked(uri, secure, loopback);
    Socket plain = new Socket();
    ExchangeLimit clock = new ExchangeLimit(limit, plain);
    open.opened(plain);
    try {
      plain.connect(new InetSocketAddress(address, port), millis(limit));
      Socket socket = secure ? secured(plain, uri.getHost(), port) : plain;
      write(request, socket.getOutputStream());
      return GuardedAnswer.read(request.method(), socket.getInputStream(), clock);
    } catch (IOException e) {
      clock.close();
      throw clock.told(e);
    } catch (RuntimeException e) {
      clock.close();
      throw e;
    }
  }

  private InetAddress checked(URI uri, boolean secure, boolean loopback) throws IOException {
    String host = uri.getHost();
    InetAddress address = resolver.resolve(unbracketed(host))[0];
    if (loopback && address.isLoopbackAddress()) {
      return address;
    }
    if (!secure) {
      throw new RefusedException("'" + host + "' may be reached by https only");
    }
    Optional<String> refusal = PublicAddresses.refusal(address);
    if (refusal.isPresent()) {
      throw new RefusedException(
          "'" + host + "' is at an address that may not be reached: " + refusal.get());
    }
    return address;
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static int millis(Duration limit) {
    return Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE);
  }

  /** The certificate must be that of the name, whatever address it was found at. */
  private Socket secured(Socket plain, String host, int port) throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, unbracketed(host), port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static void write(Request request, OutputStream out) throws IOException {
    URI uri = request.uri();
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    StringBuilder head = new StringBuilder(512);
    head.append(request.method()).append(' ').append(path).append(query).append(" HTTP/1.1\r\n");
    header(head, "Host", uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
    header(head, "Connection", "close");
    request.headers().forEach((name, value) -> header(head, name, value));
    if (request.body().isPresent()) {
      header(head, "Content-Length", Integer.toString(request.body().get().length));
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    request.body().ifPresent(whole::writeBytes);
    out.write(whole.toByteArray());
    out.flush();
  }

  private static void header(StringBuilder head, String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' && value.charAt(i) != '\t' || value.charAt(i) > 0xff) {
        throw new IllegalArgumentException("the header " + name + " has a character that none has");
      }
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
