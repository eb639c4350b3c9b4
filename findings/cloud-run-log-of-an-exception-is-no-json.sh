#!/usr/bin/env bash
# Software: com.google.cloud.functions.invoker:java-function-invoker 2.0.0, its log handler, which it installs for all
#           java.util.logging where K_SERVICE is set.
# Guess:    a java.util.logging record becomes one line of valid JSON: severity, message with its parameters, stack
#           trace.
# Seen:     a stack trace keeps its tabs, which JSON does not allow in a string, so that no exception that is logged is
#           JSON; and {0} stays {0}: the parameter is in no line.
# Matters:  Cloud Logging keeps a line that is no JSON as plain text, without severity: a search for severity>=ERROR and
#           alerts on it miss just the failures that came with an exception.
# Needs:    a JDK 21, Maven.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
jdk 21
jars com.google.cloud.functions.invoker:java-function-invoker:2.0.0 com.fasterxml.jackson.core:jackson-databind:2.20.1

cat >"$work/Main.java" <<'JAVA'
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.functions.invoker.gcf.JsonLogHandler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.logging.Level;
import java.util.logging.Logger;

class Main {
  public static void main(String[] args) {
    read("text alone", log -> log.log(Level.SEVERE, "The model failed"));
    read("with an exception", log -> log.log(Level.SEVERE, "The model failed", new IllegalStateException("throttled")));
    read("with a parameter", log -> log.log(Level.SEVERE, "The model {0} failed", "nova-lite"));
  }

  static void read(String name, java.util.function.Consumer<Logger> call) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Logger logger = Logger.getAnonymousLogger();
    logger.setUseParentHandlers(false);
    logger.addHandler(new JsonLogHandler(new PrintStream(bytes, true), false));
    call.accept(logger);
    System.out.println("line " + bytes.toString().strip());
    try {
      System.out.println(name + ": " + new ObjectMapper().readTree(bytes.toString()).get("message").asText());
    } catch (JsonProcessingException e) {
      System.out.println(name + ": " + e.getOriginalMessage().replaceAll(":.*", ""));
    }
  }
}
JAVA
run_java
check "text alone" "The model failed"
check "with an exception" "Illegal unquoted character ((CTRL-CHAR, code 9))"
check "with a parameter" "The model {0} failed"
exit "$changed"
