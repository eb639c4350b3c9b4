#!/usr/bin/env bash
# Software: AWS SDK for Java, software.amazon.awssdk:aws-crt-client 2.54.13 (its aws-crt).
# Guess:    a call that is under way when a process gets SIGTERM can be waited for in a shutdown hook, as graceful
#           servers do.
# Seen:     by java.net.http it ends in the hook; by the AWS Common Runtime it neither ends nor fails, since the library
#           has a hook of its own, which stops it at once. CRT.acquireShutdownRef() before, and releaseShutdownRef()
#           after the last call, put that off; nothing in the SDK's documentation names them.
# Matters:  whoever drains streams of Bedrock on SIGTERM (containers, Lambda Managed Instances) waits for tokens that
#           do not come, until the grace is over.
# Needs:    a JDK 21, Maven.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
jdk 21
jars software.amazon.awssdk:aws-crt-client:2.54.13

cat >"$work/Main.java" <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;

class Main {
  private static final CountDownLatch asked = new CountDownLatch(2);
  private static final CountDownLatch answer = new CountDownLatch(1);

  public static void main(String[] args) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", call -> {
      asked.countDown();
      try {
        answer.await();
      } catch (InterruptedException e) {
        return;
      }
      call.sendResponseHeaders(200, 2);
      call.getResponseBody().write(new byte[] {'o', 'k'});
      call.close();
    });
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    CountDownLatch jdk = calling(() -> HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()));
    var client = AwsCrtHttpClient.create();
    var request = SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(uri).putHeader("Host", "localhost").build();
    CountDownLatch crt = calling(
        () -> client.prepareRequest(HttpExecuteRequest.builder().request(request).build()).call());
    asked.await();
    boolean held = Boolean.getBoolean("held");
    if (held) {
      CRT.acquireShutdownRef();
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(jdk, crt, held)));
    System.exit(0);
  }

  private static void drain(CountDownLatch jdk, CountDownLatch crt, boolean held) {
    try {
      Thread.sleep(1_000);
      answer.countDown();
      System.out.println("java.net.http ended: " + jdk.await(5, TimeUnit.SECONDS));
      System.out.println("aws-crt ended: " + crt.await(5, TimeUnit.SECONDS));
      System.out.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (held) {
      CRT.releaseShutdownRef();
    }
  }

  /** A call that somebody waits for; answered or failed, it has ended. */
  private static CountDownLatch calling(Callable<?> call) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread.ofPlatform().daemon().start(() -> {
      try {
        call.call();
      } catch (Exception e) {
        System.err.println(e);
      }
      ended.countDown();
    });
    return ended;
  }
}
JAVA
run_java
check "java.net.http ended" true
check "aws-crt ended" false
run java --enable-native-access=ALL-UNNAMED -Dheld=true -cp "$work/classes:$work/jars/*" "$work/Main.java"
check "aws-crt ended" true
exit "$changed"
