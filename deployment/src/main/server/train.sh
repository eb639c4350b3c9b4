#!/bin/sh
# Makes trefoil.aot beside run.sh, from which the server starts in a fraction of the time: run once, in the place
# and by the Java that will serve. Needs Java 25; with an older one it says so and leaves all as it is.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)

java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
fi

exec "$java" -cp "$here/lib/trefoil.jar" dev.trefoil.server.training.TrainingRun "$here"
