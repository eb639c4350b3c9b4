package dev.trefoil.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An identity provider on loopback: signs tokens, serves its keys and its discovery document. */
final class Issuer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile String jwks = "";
  private volatile int status = 200;
  private volatile String claimedIssuer;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  Issuer(JWK... keys) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/keys", this::keys);
    server.createContext(
        "/.well-known/openid-configuration",
        exchange ->
            send(
                exchange,
                200,
                "{\"issuer\":\"" + claimedIssuer + "\",\"jwks_uri\":\"" + url() + "/keys\"}"));
    server.start();
    claimedIssuer = url();
    serves(keys);
  }

  /** Its name, and where it is. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void serves(JWK... keys) {
    servesText(
        "{\"keys\":["
            + List.of(keys).stream()
                .map(key -> key.toPublicJWK().toJSONString())
                .collect(Collectors.joining(","))
            + "]}");
  }

  void servesText(String text) {
    jwks = text;
  }

  void answers(int code) {
    status = code;
  }

  void claimsToBe(String name) {
    claimedIssuer = name;
  }

  /** Answers stop after their heads until it opens. */
  void waitsFor(CountDownLatch latch) {
    gate = latch;
  }

  /** How often its keys were asked for. */
  int fetches() {
    return fetches.get();
  }

  static String sign(JWK key, JWSAlgorithm algorithm, JWTClaimsSet claims) {
    return sign(
        key,
        new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID()).build(),
        claims);
  }

  static String sign(JWK key, JWSHeader header, JWTClaimsSet claims) {
    try {
      JWSSigner signer =
          key instanceof ECKey ec ? new ECDSASigner(ec) : new RSASSASigner((RSAKey) key);
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keys(HttpExchange exchange) throws IOException {
    fetches.incrementAndGet();
    send(exchange, status, jwks);
  }

  private void send(HttpExchange exchange, int code, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Location", "/keys");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().flush();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
