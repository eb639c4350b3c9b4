# What the findings share: a folder that goes when they end, a JDK, pinned packages in that folder, and the verdict.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS MAVEN_OPTS NODE_OPTIONS
changed=0
output=

# The finding could not be tried here: exit 2, which says nothing about the software.
cannot() {
  echo "not tried: $1" >&2
  exit 2
}

# jdk MINIMUM: puts the first JDK of that version or a newer one on the PATH.
jdk() {
  local javac home version
  javac=$(readlink -f "$(command -v javac || echo /)")
  for home in "${JAVA_HOME:-}" "${javac%/bin/javac}" /usr/lib/jvm/*; do
    [ -x "$home/bin/javac" ] || continue
    version=$("$home/bin/javac" -version 2>&1 | sed -E 's/^javac ([0-9]+).*/\1/')
    if [ "$version" -ge "$1" ]; then
      export JAVA_HOME="$home" PATH="$home/bin:$PATH"
      java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *\(java\.\(vendor\.\)\?version\|java.vendor\) = /\1 /p'
      return
    fi
  done
  cannot "no JDK $1 or newer in JAVA_HOME, on the PATH or in /usr/lib/jvm"
}

# maven ARGUMENT...: Maven from the PATH, or this repository's wrapper.
maven() {
  local command
  command=$(command -v mvn || echo "$repository/mvnw")
  "$command" -q -B -ntp "$@" >"$work/maven.log" 2>&1 || { tail -20 "$work/maven.log" >&2; cannot "Maven failed"; }
}

# jars GROUP:ARTIFACT:VERSION...: these and what they need, in $work/jars.
jars() {
  local coordinates group artifact version
  {
    echo '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
    echo '<groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><dependencies>'
    for coordinates in "$@"; do
      echo "maven $coordinates" >&2
      IFS=: read -r group artifact version <<<"$coordinates"
      echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId>"
      echo "<version>$version</version></dependency>"
    done
    echo '</dependencies></project>'
  } >"$work/pom.xml"
  maven -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    "-DoutputDirectory=$work/jars" -DincludeScope=runtime
}

# packages NAME@VERSION...: npm packages, in $work/node_modules.
packages() {
  command -v npm >/dev/null || cannot "no npm on the PATH"
  echo "node $(node --version)"
  printf 'npm %s\n' "$@"
  echo '{"private":true}' >"$work/package.json"
  (cd "$work" && npm install --silent --no-audit --no-fund --save-exact "$@" >"$work/npm.log" 2>&1) \
    || { tail -20 "$work/npm.log" >&2; cannot "npm failed"; }
}

# run COMMAND...: runs a program that prints lines "name: value", shows them and keeps them for `check`.
run() {
  output=$("$@" 2>"$work/errors.log") || { tail -20 "$work/errors.log"; echo "changed: the program failed"; exit 1; }
  echo "$output"
}

# run_java: the same for $work/Main.java, with the jars and JsonServer.
run_java() {
  javac -d "$work/classes" "$repository/findings/lib/JsonServer.java"
  run java --enable-native-access=ALL-UNNAMED -cp "$work/classes:$work/jars/*" "$work/Main.java"
}

# check NAME VALUE: the line of that name has that value, as the finding states.
check() {
  local seen
  seen=$(sed -n "s/^$1: //p" <<<"$output")
  if [ "$seen" = "$2" ]; then
    echo "as stated: $1"
  else
    echo "changed: $1 was '$2' and is '$seen'"
    changed=1
  fi
}
