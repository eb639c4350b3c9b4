#!/bin/sh
# Starts the HTTP function on the Functions Framework's server: behind the Lambda Web Adapter, as a custom
# handler of Azure Functions, or in any container. More options for the JVM go into JAVA_TOOL_OPTIONS.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)

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

java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
fi

# The function's jars stand first: what the server's jar shares with them has been left out of it. Both
# bring something to log with; the libraries that would use it are to be silent.
exec "$java" --enable-native-access=ALL-UNNAMED -Dslf4j.provider=org.slf4j.nop.NOPServiceProvider \
  -cp "$here/lib/*:$here/server/*" \
  com.google.cloud.functions.invoker.runner.Invoker \
  --target dev.trefoil.gcp.HttpEndpoint \
  --port "${FUNCTIONS_CUSTOMHANDLER_PORT:-${AWS_LWA_PORT:-${PORT:-8080}}}"
