#!/bin/sh
# Starts the HTTP function as a runtime of its own, which streams. On the managed runtime AWS_LAMBDA_EXEC_WRAPPER names
# this script, which is handed the command that it stands for and uses nothing of it; an image has it as its ENTRYPOINT.
# More options for the JVM go into JAVA_TOOL_OPTIONS.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)

if [ -z "${TREFOIL_CONFIG:-}" ] && [ -f "$here/trefoil.yaml" ]; then
  export TREFOIL_CONFIG="$here/trefoil.yaml"
fi

java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
elif [ -x /var/lang/bin/java ]; then
  java=/var/lang/bin/java
fi

# What Lambda's own runtime gives a JVM: a heap of 85 % of the memory, and for a process that answers one call after
# the other, C1 and the collector that need no other processor.
set -- --enable-native-access=ALL-UNNAMED
if [ -n "${AWS_LAMBDA_FUNCTION_MEMORY_SIZE:-}" ]; then
  set -- "$@" "-XX:MaxHeapSize=$((AWS_LAMBDA_FUNCTION_MEMORY_SIZE * 85 / 100))m"
fi
if [ "${AWS_LAMBDA_MAX_CONCURRENCY:-1}" = 1 ]; then
  set -- "$@" -XX:+UseSerialGC -XX:TieredStopAtLevel=1
fi

# The native library of Amazon's client lies beside the jar.
exec "$java" "$@" "-Djava.library.path=$here/lib" -cp "$here/lib/trefoil.jar" dev.trefoil.aws.StreamingLambda
