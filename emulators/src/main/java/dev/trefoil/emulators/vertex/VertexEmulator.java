// Vertex AI on loopback.
package dev.trefoil.emulators.vertex;

import com.google.cloud.vertexai.api.EmbedContentRequest;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.PredictRequest;
import com.google.cloud.vertexai.api.PredictionServiceGrpc;
import com.google.protobuf.Message;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ServiceKind;
import dev.trefoil.emulators.anthropic.MessagesProtocol;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.emulators.net.LoopbackTls;
import dev.trefoil.emulators.openai.OpenAiProtocol;
import dev.trefoil.emulators.service.HttpModelService;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.okhttp.OkHttpServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The PredictionService's GenerateContent, StreamGenerateContent and, for embeddings, Predict and
 * EmbedContent over gRPC and TLS on 127.0.0.1, for bearers of a token that the verifier accepts;
 * the former two by REST as well, on connections that speak HTTP/1.1, and OpenAI's chat completions
 * and Anthropic's Messages beside them. Those of gRPC carry many calls: a fault that breaks one
 * breaks all calls on it, as in life.
 */
public final class VertexEmulator implements ModelEmulator {

  private final String service;
  private final Controls controls;
  private final TlsListener listener;
  private final Server server;
  private final HttpServer rest;
  private final URI endpoint;
  private final ExecutorService threads;
  private final ScheduledExecutorService timer;

  private VertexEmulator(
      String service,
      Controls controls,
      TlsListener listener,
      Server server,
      HttpServer rest,
      ExecutorService threads,
      ScheduledExecutorService timer) {
    this.service = service;
    this.controls = controls;
    this.listener = listener;
    this.server = server;
    this.rest = rest;
    // A server that has ended does not know its port.
    this.endpoint = URI.create("https://127.0.0.1:" + server.getPort());
    this.threads = threads;
    this.timer = timer;
  }

  /** Starts it on any free port. */
  public static VertexEmulator start(String service, BearerVerifier tokens, LoopbackTls tls) {
    return start(service, tokens, tls, 0);
  }

  /**
   * Starts it.
   *
   * @param service its name in the journal
   * @param tokens which tokens are good
   * @param tls what it identifies itself with; stays the caller's to close
   * @param port the port, or 0 for any free one
   * @throws UncheckedIOException when the port cannot be had
   */
  public static VertexEmulator start(
      String service, BearerVerifier tokens, LoopbackTls tls, int port) {
    var controls = new Controls();
    var gemini = new GeminiMethod(controls.clock());
    var ofGemini =
        new HttpModelService<>(service, new GeminiRestProtocol(gemini, tokens), controls);
    var ofOthers =
        new HttpModelService<>(
            service, new OpenAiProtocol(new OpenApiDialect(tokens), service), controls);
    var ofClaude =
        new HttpModelService<>(service, new MessagesProtocol(new ClaudePlatform(tokens)), controls);
    HttpServer rest =
        HttpServer.serving(
            (request, exchange) ->
                (OpenApiDialect.has(request.path())
                        ? ofOthers
                        : ClaudePlatform.serves(request.path()) ? ofClaude : ofGemini)
                    .handle(request, exchange));
    var listener = new TlsListener(tls.serverContext(), rest::serve);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    var definition = new Definition(service, gemini, tokens, controls, listener, threads);
    // The listener does TLS: to gRPC the connections look plain.
    Server server =
        OkHttpServerBuilder.forPort(
                new InetSocketAddress("127.0.0.1", port), InsecureServerCredentials.create())
            .socketFactory(listener)
            .executor(threads)
            .transportExecutor(threads)
            .scheduledExecutorService(timer)
            .maxInboundMessageSize(HttpServer.BODY_LIMIT)
            .addService(definition.build())
            .build();
    try {
      server.start();
    } catch (IOException e) {
      rest.close();
      threads.shutdownNow();
      timer.shutdownNow();
      throw new UncheckedIOException(
          "cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
    }
    return new VertexEmulator(service, controls, listener, server, rest, threads, timer);
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public ServiceKind kind() {
    return ServiceKind.VERTEX;
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public Controls controls() {
    return controls;
  }

  @Override
  public void close() {
    // Before gRPC could say goodbye on them: its GOAWAY would look like an answer to the client.
    listener.closeConnections();
    rest.close();
    server.shutdownNow();
    listener.closeConnections();
    try {
      server.awaitTermination(1, TimeUnit.SECONDS);
      threads.shutdownNow();
      timer.shutdownNow();
      threads.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      threads.shutdownNow();
      timer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** The methods of the service. */
  private record Definition(
      String service,
      GeminiMethod gemini,
      BearerVerifier tokens,
      Controls controls,
      TlsListener listener,
      ExecutorService threads) {

    ServerServiceDefinition build() {
      var definition = ServerServiceDefinition.builder(PredictionServiceGrpc.SERVICE_NAME);
      GenerateContentRequest ask = GenerateContentRequest.getDefaultInstance();
      add(definition, PredictionServiceGrpc.getGenerateContentMethod(), ask, gemini);
      add(definition, PredictionServiceGrpc.getStreamGenerateContentMethod(), ask, gemini);
      PredictRequest predict = PredictRequest.getDefaultInstance();
      add(definition, PredictionServiceGrpc.getPredictMethod(), predict, new EmbeddingMethod());
      EmbedContentRequest embed = EmbedContentRequest.getDefaultInstance();
      add(
          definition,
          PredictionServiceGrpc.getEmbedContentMethod(),
          embed,
          new EmbedContentMethod());
      return definition.build();
    }

    private <R extends Message, A extends Message> void add(
        ServerServiceDefinition.Builder definition,
        MethodDescriptor<R, A> vendors,
        R request,
        VertexMethod<R, A> method) {
      var answerer = new VertexService<>(service, method, tokens, controls);
      boolean streams = !vendors.getType().serverSendsOneMessage();
      definition.addMethod(
          Frame.method(vendors, request), new VertexCalls<>(answerer, streams, listener, threads));
    }
  }
}
