#!/bin/sh
# Starts the HTTP server: behind the Lambda Web Adapter, as a custom
# handler of Azure Functions, or in any container. More options for the JVM go into JAVA_TOOL_OPTIONS.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
jar=$here/lib/trefoil.jar
cache=$here/trefoil.aot

# Whose identity there is to be had: aws, azure or gcp.
if [ -z "${TREFOIL_HOST:-}" ]; then
  if [ -n "${AWS_LAMBDA_FUNCTION_NAME:-}" ]; then
    TREFOIL_HOST=aws
  elif [ -n "${FUNCTIONS_CUSTOMHANDLER_PORT:-}" ]; then
    TREFOIL_HOST=azure
  else
    TREFOIL_HOST=gcp
  fi
fi
export TREFOIL_HOST

if [ -z "${TREFOIL_CONFIG:-}" ] && [ -f "$here/trefoil.yaml" ]; then
  export TREFOIL_CONFIG="$here/trefoil.yaml"
fi

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
else
  java=$(readlink -f "$(command -v java)")
fi

# The JVM runs the classes of its cache without a look at the jar: TrainingRun noted which jar and which Java
# they are from. The end of a jar holds the checksums of all that is in it.
is_of_this_jar() {
  read -r bytes noted <"$cache.sum" || return 1
  found=$({ cat "${java%/bin/java}/release" && tail -c "$bytes" "$jar"; } | sha256sum) || return 1
  [ "${found%% *}" = "$noted" ]
}

# Jetty asks for all of Java's locales before it serves, a tenth of the start; nothing here is written in any.
set -- --enable-native-access=ALL-UNNAMED -Djava.locale.providers=SPI
# On Lambda a process lives by the minute: there, C1 alone pays, as the managed runtime has it.
if [ -n "${AWS_LAMBDA_FUNCTION_NAME:-}" ]; then
  set -- "$@" -XX:TieredStopAtLevel=1
fi
if [ -n "${TREFOIL_TRAINING:-}" ]; then
  set -- "$@" "-XX:AOTCacheOutput=$TREFOIL_TRAINING" -Xlog:aot=error
elif [ -f "$cache" ]; then
  if is_of_this_jar; then
    # Where the JVM cannot use it, it says why: on standard error, since standard output is the function's log.
    set -- "$@" "-XX:AOTCache=$cache" "-Xlog:aot*=off:stdout" "-Xlog:aot*=warning:stderr"
  else
    echo "trefoil.aot was made for another trefoil.jar or another Java and is not used; run train.sh" >&2
  fi
fi

# The native library of Amazon's client lies beside the jar.
exec "$java" "$@" "-Djava.library.path=$here/lib" -cp "$jar" \
  dev.trefoil.server.ServerMain "${FUNCTIONS_CUSTOMHANDLER_PORT:-${AWS_LWA_PORT:-${PORT:-8080}}}"
