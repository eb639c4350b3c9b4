#!/usr/bin/env bash
# Software: OpenJDK 25, seen with Temurin 25.0.3+9.
# Guess:    a JVM that cannot use its -XX:AOTCache starts as it would without one, with the JDK's own CDS archive, and
#           complains on standard error.
# Seen:     with --add-opens, --add-modules or another collector than in training it loads no class from any archive,
#           where without the cache option hundreds come from the JDK's own; and it says so on standard output.
# Matters:  an option that an operator adds to JAVA_TOOL_OPTIONS of a serverless function makes a cold start slower than
#           before anyone made a cache, with exit status 0; and where standard output is the function's JSON log, or a
#           protocol, the notice is a line that is neither.
# Needs:    a JDK 25.
source "$(dirname "${BASH_SOURCE[0]}")/lib/setup.sh"
jdk 25

cat >"$work/Main.java" <<'JAVA'
class Main {
  public static void main(String[] args) {
    System.out.println("{\"message\":\"started\"}");
  }
}
JAVA
cd "$work"
javac -d classes Main.java
jar --create --file main.jar -C classes .
java -XX:AOTCacheOutput=main.aot -cp main.jar Main >training.log 2>&1 || cannot "no cache was made"

# The JVM's log of classes is off the standard streams, so that these hold what a function's would.
start() {
  local name=$1 shared
  shift
  java "$@" -Xlog:class+load:file=classes.log -cp main.jar Main >stdout.log 2>stderr.log
  shared=$(grep -c 'source: shared objects file' classes.log || true)
  echo "$name: $([ "$shared" = 0 ] && echo none || echo hundreds) shared"
  echo "$name, stdout: $(head -1 stdout.log | sed -E 's/.*\[(error|warning)\]\[aot\].*/notice of the cache/')"
  echo "$name, stderr: $(head -1 stderr.log)"
  echo "  $name: $shared of $(grep -c 'source:' classes.log) classes from an archive" >&3
}
all() {
  start "no cache" --add-opens=java.base/java.lang=ALL-UNNAMED
  start "cache" -XX:AOTCache=main.aot
  start "cache and --add-opens" -XX:AOTCache=main.aot --add-opens=java.base/java.lang=ALL-UNNAMED
  start "cache and --add-modules" -XX:AOTCache=main.aot --add-modules=java.sql
  start "cache and ZGC" -XX:AOTCache=main.aot -XX:+UseZGC
}
exec 3>&1
run all
check "no cache" "hundreds shared"
check "cache" "hundreds shared"
check "cache, stdout" '{"message":"started"}'
for option in --add-opens --add-modules ZGC; do
  check "cache and $option" "none shared"
  check "cache and $option, stdout" "notice of the cache"
  check "cache and $option, stderr" ""
done
exit "$changed"
