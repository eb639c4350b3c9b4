#!/usr/bin/env bash
# Software: aws-lambda-java-events 3.16.1 and aws-lambda-java-serialization 1.2.0, which the managed Java runtimes read
#           events with.
# Guess:    ScheduledEvent, the library's type for schedules, takes what EventBridge Scheduler sends to a function by
#           itself, since that looks like the event of an EventBridge rule member by member.
# Seen:     Scheduler's "detail" is the text "{}" where a rule's is the object {}; the type's detail is a map, and the
#           invocation fails before the handler's first line.
# Matters:  a warm-up or health probe that moves from a rule to Scheduler, as AWS advises, stops working, and the
#           failure is in the runtime, out of the handler's reach: the schedule has to name an input of its own.
# Needs:    a JDK 21, Maven.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
jdk 21
jars com.amazonaws:aws-lambda-java-events:3.16.1 com.amazonaws:aws-lambda-java-serialization:1.2.0

cat >"$work/Main.java" <<'JAVA'
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;

class Main {
  static final String EVENT = """
      {"version":"0","id":"49672d39-8c3a-4cc6-8de5-c57b0acf718f","detail-type":"Scheduled Event","source":"%s",
      "account":"123456789012","time":"2026-11-07T22:05:00Z","region":"eu-central-1","resources":["%s"],"detail":%s}""";

  static String read(String source, String resource, String detail) {
    try {
      ScheduledEvent event =
          LambdaEventSerializers.serializerFor(ScheduledEvent.class, Main.class.getClassLoader())
              .fromJson(EVENT.formatted(source, resource, detail));
      return event.getSource() + " " + event.getDetail();
    } catch (RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return cause.getClass().getSimpleName();
    }
  }

  public static void main(String[] args) {
    System.out.println("of a rule: " + read("aws.events", "arn:aws:events:eu-central-1:123456789012:rule/a", "{}"));
    System.out.println(
        "of Scheduler: "
            + read("aws.scheduler", "arn:aws:scheduler:eu-central-1:123456789012:schedule/default/a", "\"{}\""));
  }
}
JAVA
run_java
check "of a rule" "aws.events {}"
check "of Scheduler" "MismatchedInputException"
exit "$changed"
