package dev.trefoil.provider.vertex;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * The gRPC channel to Vertex AI: on OkHttp, with the JVM's default trust, and without retries of
 * its own.
 *
 * <p>It can be renewed. After a failed connection a gRPC channel pauses, for up to two minutes, and
 * fails all calls meanwhile; and it puts no limit on a TLS handshake, for which later calls would
 * wait too. When to try again is for our caller to say, so a channel that failed is replaced.
 */
final class VertexChannel extends ManagedChannel {
  /** An answer is far smaller; gRPC's own limit of 4 MiB is less than an image may have. */
  private static final int MOST_IN_MESSAGE = 32 << 20;

  private final Supplier<ManagedChannel> opened;
  private final AtomicReference<ManagedChannel> current;

  private VertexChannel(Supplier<ManagedChannel> opened) {
    this.opened = opened;
    this.current = new AtomicReference<>(opened.get());
  }

  static VertexChannel secure(VertexSettings settings) {
    return new VertexChannel(() -> builder(settings).sslSocketFactory(tls()).build());
  }

  static VertexChannel plainText(VertexSettings settings) {
    return new VertexChannel(() -> builder(settings).usePlaintext().build());
  }

  /** What new calls go through. */
  ManagedChannel current() {
    return current.get();
  }

  /** Lets the next call connect at once; calls that {@code failed} still carries go on. */
  void replace(ManagedChannel failed) {
    if (current.get() == failed) {
      ManagedChannel fresh = opened.get();
      (current.compareAndSet(failed, fresh) ? failed : fresh).shutdown();
    }
  }

  /** As {@link #replace}, if it has not come to a connection yet. */
  void replaceIfConnecting(ManagedChannel channel) {
    if (channel.getState(false) == ConnectivityState.CONNECTING) {
      replace(channel);
    }
  }

  private static OkHttpChannelBuilder builder(VertexSettings settings) {
    return OkHttpChannelBuilder.forAddress(settings.host(), settings.port())
        .socketFactory(new ConnectTimeoutSocketFactory(settings.connectTimeout()))
        .disableRetry()
        .disableServiceConfigLookUp()
        .maxInboundMessageSize(MOST_IN_MESSAGE)
        // A connection may be dead after a freeze: found out by a ping, while a call is under way.
        .keepAliveTime(60, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS);
  }

  private static SSLSocketFactory tls() {
    try {
      return SSLContext.getDefault().getSocketFactory();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    return current.get().newCall(method, options);
  }

  @Override
  public String authority() {
    return current.get().authority();
  }

  @Override
  public ManagedChannel shutdown() {
    current.get().shutdown();
    return this;
  }

  @Override
  public ManagedChannel shutdownNow() {
    current.get().shutdownNow();
    return this;
  }

  @Override
  public boolean isShutdown() {
    return current.get().isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return current.get().isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return current.get().awaitTermination(timeout, unit);
  }
}
