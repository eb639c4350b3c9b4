// One of many processes that spend the same budget: all of Trefoil, without a server before it.
package dev.trefoil.local.load;

import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.http.Headers;
import dev.trefoil.http.HttpCall;
import dev.trefoil.http.ResponseSink;
import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.TrefoilRuntime;
import dev.trefoil.store.StoreException;
import dev.trefoil.usage.BudgetRecords;
import dev.trefoil.usage.BudgetRecords.Used;
import dev.trefoil.usage.Scope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calls a route whose budget others spend as well, until it is refused or has called often enough.
 * It says when it is ready, waits until it is told a line, and ends with whoever started it. What
 * it says begins with {@value #SAYS}, since the log of its calls goes the same way.
 */
public final class Spender {
  static final String SAYS = "spender ";

  /** Its first argument where it is to say what is counted, and nothing else. */
  static final String COUNT = "count";

  /** The same where it is to make its first call and end. */
  static final String TRAIN = "train";

  /** The route whose budget is spent. */
  static final String ROUTE = "spend";

  /** One whose budget nobody comes to the end of, for a first call that is not counted. */
  static final String REHEARSAL = "rehearse";

  /** How many words each prompt has, and so the emulated model's answer. */
  static final int WORDS = 10;

  private static final int MOST_REHEARSALS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final TrefoilRuntime runtime;
  private final String name;

  private Spender(TrefoilRuntime runtime, String name) {
    this.runtime = runtime;
    this.name = name;
  }

  /**
   * @param args its name, how many threads it has, and how often each of them calls; or {@value
   *     #COUNT} or {@value #TRAIN}
   */
  public static void main(String[] args) {
    int exit = 1;
    try {
      run(args, System.getenv());
      exit = 0;
    } catch (Exception e) {
      e.printStackTrace();
    }
    if (args[0].equals(TRAIN)) {
      System.exit(exit); // The archive of its classes is written by a JVM that ends itself.
    }
    Runtime.getRuntime().halt(exit); // Whatever threads there are.
  }

  private static void run(String[] args, Map<String, String> env)
      throws IOException, InterruptedException, StoreException {
    try (TrefoilRuntime runtime = TrefoilRuntime.start(Cloud.AWS, env)) {
      if (args[0].equals(COUNT)) {
        count(runtime, env);
      } else {
        Spender spender = new Spender(runtime, args[0]);
        spender.rehearse();
        if (args[0].equals(TRAIN)) {
          return;
        }
        awaitWord();
        spender.spend(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
      }
    }
  }

  private static void count(TrefoilRuntime runtime, Map<String, String> env) throws StoreException {
    Used used =
        new BudgetRecords(
                runtime.store().orElseThrow().records(),
                TrefoilConfig.load(env).budgets().orElseThrow(),
                InstantSource.system())
            .read(new Scope(Scope.Kind.ROUTE, "", ROUTE), Deadline.after(PATIENCE));
    say("counted " + used.nanoUsdMonth() + " " + used.heldNanoUsd());
  }

  /** The first calls of many processes on a busy machine may take longer than a store may. */
  private void rehearse() throws IOException {
    Answer answer = ask(REHEARSAL);
    for (int tries = 1; answer.status != 200 && tries < MOST_REHEARSALS; tries++) {
      answer = ask(REHEARSAL);
    }
    say(answer.status == 200 ? "ready" : "cannot " + answer.text());
  }

  /** Until whoever started it says so, and from then on until that one has ended. */
  private static void awaitWord() throws IOException {
    if (System.in.read() < 0) {
      Runtime.getRuntime().halt(0);
    }
    Thread.ofPlatform()
        .daemon()
        .name("parent-watch")
        .start(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // What it says is of no interest any more; only that it can.
                }
              } catch (IOException e) {
                // It has ended too.
              }
              Runtime.getRuntime().halt(0);
            });
  }

  private void spend(int threads, int calls) throws InterruptedException {
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(Thread.ofPlatform().start(() -> spend(calls)));
    }
    for (Thread thread : all) {
      thread.join();
    }
  }

  private void spend(int calls) {
    for (int i = 0; i < calls; i++) {
      try {
        Answer answer = ask(ROUTE);
        if (answer.status == 200) {
          say("answered " + answer.headers.first("x-trefoil-cost-usd").orElseThrow());
        } else if (answer.text().contains("\"insufficient_quota\"")) {
          say("refused");
          return;
        } else {
          say("other " + answer.text());
        }
      } catch (IOException | RuntimeException e) {
        say("other " + e);
      }
    }
  }

  private Answer ask(String route) throws IOException {
    String prompt = name + " spend".repeat(WORDS - 1);
    String body =
        "{\"model\":\"%s\",\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(route, 2 * WORDS, prompt);
    Answer answer = new Answer();
    runtime
        .http()
        .handle(
            new HttpCall(
                "POST",
                "/v1/chat/completions",
                new Headers().add("content-type", "application/json"),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                Deadline.after(PATIENCE)),
            answer);
    return answer;
  }

  private static synchronized void say(String line) {
    System.out.println(SAYS + line.replace('\n', ' '));
    System.out.flush();
  }

  /** A whole answer in memory. */
  private static final class Answer implements ResponseSink {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private Headers headers = new Headers();

    @Override
    public OutputStream start(int code, Headers answered) {
      body.reset();
      status = code;
      headers = answered;
      return body;
    }

    String text() {
      return body.toString(StandardCharsets.UTF_8);
    }
  }
}
