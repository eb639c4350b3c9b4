// nginx twice: as the model service, which must cost nothing beside a gateway, and as a plain
// proxy.
package dev.trefoil.benchmarks.load;

import dev.trefoil.benchmarks.process.MeasuredProcess;
import dev.trefoil.benchmarks.process.Program;
import dev.trefoil.benchmarks.process.Server;
import dev.trefoil.local.queue.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts nginx as one process, which finds nothing outside its folder. */
final class Nginx {
  private static final String CONFIG =
      """
      daemon off;
      master_process off;
      pid "%1$s/nginx.pid";
      error_log "%1$s/error.log";
      events { worker_connections 4096; }
      http {
        access_log off;
        tcp_nodelay on;
        keepalive_requests 1000000000;
        keepalive_timeout 1h;
        client_body_temp_path "%1$s/client";
        proxy_temp_path "%1$s/proxy";
        fastcgi_temp_path "%1$s/fastcgi";
        uwsgi_temp_path "%1$s/uwsgi";
        scgi_temp_path "%1$s/scgi";
        types { application/json json; text/event-stream sse; }
        %2$s
      }
      """;

  /** A file is not for POST, so nginx would say 405; that is turned into the file. */
  private static final String CANNED =
      """
      open_file_cache max=10 inactive=1h;
      server {
        listen 127.0.0.1:%2$d;
        root "%1$s";
        location = %3$s/chat/completions { try_files /answer.json =404; error_page 405 =200 /answer.json; }
        location = %4$s/chat/completions { try_files /answer.sse =404; error_page 405 =200 /answer.sse; }
        location / { }
      }
      """;

  private static final String PROXY =
      """
      upstream service {
        server 127.0.0.1:%2$d;
        keepalive 512;
        keepalive_requests 1000000000;
        keepalive_timeout 1h;
      }
      server {
        listen 127.0.0.1:%1$d;
        location / {
          proxy_pass http://service;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_buffering off;
        }
      }
      """;

  private Nginx() {}

  /** Why it cannot be had on this machine, with how to mend it; empty where it can. */
  static Optional<String> missing() {
    return Program.find("nginx").isPresent()
        ? Optional.empty()
        : Optional.of("nginx is not installed (Debian: apt-get install nginx-light)");
  }

  /** Answers {@code POST {path}/chat/completions}, for either path of a service's address. */
  static Server canned(Path folder, String wholePath, String streamPath)
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve("answer.json"), CannedAnswer.whole());
    Files.writeString(folder.resolve("answer.sse"), CannedAnswer.stream());
    int port = FreePort.pick();
    return start(folder, port, CANNED.formatted(folder, port, wholePath, streamPath));
  }

  /** Passes everything on to another port. */
  static Server proxy(Path folder, int to) throws IOException, InterruptedException {
    int port = FreePort.pick();
    return start(folder, port, PROXY.formatted(port, to));
  }

  private static Server start(Path folder, int port, String http)
      throws IOException, InterruptedException {
    Path config = folder.resolve("nginx.conf");
    Files.writeString(config, CONFIG.formatted(folder, http));
    List<String> line =
        List.of(
            Program.find("nginx").orElseThrow().toString(),
            "-p",
            folder.toString(),
            "-e",
            folder.resolve("error.log").toString(),
            "-c",
            config.toString());
    return new Server(
            MeasuredProcess.start(folder.resolve("nginx.log"), folder, line, Map.of()), port)
        .awaitListening();
  }
}
