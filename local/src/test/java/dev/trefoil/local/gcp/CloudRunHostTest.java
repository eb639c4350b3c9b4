package dev.trefoil.local.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trefoil.local.Http;
import dev.trefoil.local.Listening;
import dev.trefoil.local.child.Child;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.child.ClassPaths;
import dev.trefoil.local.functions.EchoCloudFunction;
import dev.trefoil.local.functions.Staging;
import dev.trefoil.local.host.ServerHost;
import dev.trefoil.local.queue.FreePort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real invoker, kept to loopback. */
class CloudRunHostTest {
  @TempDir Path folder;

  private int port;
  private ServerHost host;

  @BeforeEach
  void start() throws Exception {
    Staging.jar(folder.resolve("lib/echo.jar"), Map.of(), EchoCloudFunction.class);
    port = FreePort.pick();
    host = ServerHost.start("gcp", port, () -> start("gcp"));
    host.awaitReady("/health");
  }

  private Child start(String logs) throws IOException {
    Path logFolder = folder.resolve(logs);
    logFolder.toFile().mkdirs();
    return CloudRunHost.start(
        "gcp",
        port,
        CloudRunHost.Signature.HTTP,
        EchoCloudFunction.class.getName(),
        folder.resolve("lib"),
        ClassPaths.jarsIn(Path.of("target/runtimes/gcp")),
        List.of(),
        Map.of(),
        new ChildLogs(logFolder, Optional.empty()));
  }

  @AfterEach
  void end() {
    host.close();
  }

  @Test
  void theFunctionAnswers() throws Exception {
    assertThat(Http.get(port, "/a/b").body()).isEqualTo("GET /a/b");
  }

  @Test
  void theKernelKnowsOfNoListenerButOnLoopback() throws IOException {
    assumeTrue(Listening.isKnown(), "skipped: no /proc/net/tcp here");
    assertThat(Listening.addresses(port)).hasSize(1).allMatch(Listening::isLoopback);
  }

  @Test
  void theMachinesOtherAddressesDoNotAnswer() throws IOException {
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .toList();
    assumeTrue(!others.isEmpty(), "skipped: this machine has no other address");
    for (InetAddress other : others) {
      assertThatThrownBy(() -> new Socket(other, port).close()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aProcessThatIsKilledIsReplaced() throws Exception {
    long first = host.pids().getFirst();
    ProcessHandle.of(first).orElseThrow().destroyForcibly();
    another(first);
    assertThat(Http.get(port, "/a").body()).isEqualTo("GET /a");
  }

  @Test
  void theLastLinesAreSaidOfAProcessThatDiedAndNotOfOneThatWasKilledOnPurpose() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      long first = host.pids().getFirst();
      assertThat(host.kill(first)).isTrue();
      long second = another(first);
      assertThat(host.kill(first)).as("it is gone").isFalse();
      assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();

      ProcessHandle.of(second).orElseThrow().destroyForcibly();
      another(second);
      assertThat(said.toString(StandardCharsets.UTF_8))
          .contains("gcp ended with exit code 137; its last lines:");
    } finally {
      System.setErr(before);
    }
  }

  /** The process that has taken the place of one, once it answers. */
  private long another(long old) throws Exception {
    while (host.pids().stream().noneMatch(pid -> pid != old)) {
      Thread.onSpinWait();
    }
    host.awaitReady("/health");
    return host.pids().getFirst();
  }

  @Test
  void aSecondServerOnThePortFailsInsteadOfSharingIt() throws Exception {
    Child second = start("second");
    second.onExit().get();
    assertThat(second.obituary()).contains("Address already in use");
  }
}
