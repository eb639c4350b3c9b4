#!/usr/bin/env bash
# Software: java.net.http of the JDK (17 and 25 alike), as dev.langchain4j:langchain4j-open-ai 1.19.0 uses it unless
#           told otherwise, and npm ws 8.23.0 on Node's HTTP server. Each does what its specification allows.
# Guess:    a WebSocket endpoint at /realtime has no effect on a POST to /v1/chat/completions of the same server.
# Seen:     Java's client asks on plain http:// for an upgrade to h2c; Node passes any request that asks for one to its
#           `upgrade` listener once there is one, and ws answers what is not its path and no GET with 405 "Invalid HTTP
#           method". The API never sees the call. Without the WebSocket it is answered; so are other clients, and Java's
#           with HTTP/1.1.
# Matters:  model servers, MCP servers and gateways on Node get a realtime endpoint one day, and all Java callers inside
#           the network get 405 from that day on, while curl and every test by Node pass. 405 is final: nothing is
#           retried.
# Needs:    a JDK 21, Maven, npm with Node 20.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
jdk 21
jars dev.langchain4j:langchain4j-open-ai:1.19.0
packages ws@8.23.0

cat >"$work/server.mjs" <<'JS'
import http from 'node:http';
import { WebSocketServer } from 'ws';

const answer = JSON.stringify({
  id: 'c1', object: 'chat.completion', created: 1, model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'hello' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});
const listen = async (server) => {
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return server.address().port;
};
const api = () => http.createServer((request, response) => {
  request.resume().on('end', () => response.setHeader('Content-Type', 'application/json').end(answer));
});
const beside = api();
new WebSocketServer({ server: beside, path: '/realtime' });
console.log(await listen(api()), await listen(beside));
JS
cat >"$work/Main.java" <<'JAVA'
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.net.URI;
import java.net.http.*;

class Main {
  public static void main(String[] ports) throws Exception {
    String[] names = {"without a WebSocket", "beside a WebSocket"};
    for (int i = 0; i < 2; i++) {
      String base = "http://127.0.0.1:" + ports[i] + "/v1";
      for (HttpClient.Version version : new HttpClient.Version[] {null, HttpClient.Version.HTTP_1_1}) {
        var builder = HttpClient.newBuilder();
        if (version != null) {
          builder.version(version);
        }
        var request = HttpRequest.newBuilder(URI.create(base + "/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString("{}")).build();
        int status = builder.build().send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        String settings = version == null ? "as it is" : version.toString();
        System.out.println("java.net.http " + settings + " " + names[i] + ": " + status);
      }
      try {
        var model = OpenAiChatModel.builder().baseUrl(base).apiKey("key").modelName("m").maxRetries(0).build();
        System.out.println("langchain4j " + names[i] + ": " + model.chat("hello"));
      } catch (LangChain4jException e) {
        System.out.println("langchain4j " + names[i] + ": " + e.getMessage());
      }
    }
  }
}
JAVA
node "$work/server.mjs" >"$work/ports" &
for _ in $(seq 100); do [ -s "$work/ports" ] && break; sleep 0.1; done
read -r alone beside <"$work/ports"
run java -cp "$work/jars/*" "$work/Main.java" "$alone" "$beside"
check "langchain4j without a WebSocket" hello
check "langchain4j beside a WebSocket" "Invalid HTTP method"
check "java.net.http as it is without a WebSocket" 200
check "java.net.http as it is beside a WebSocket" 405
check "java.net.http HTTP_1_1 beside a WebSocket" 200
exit "$changed"
