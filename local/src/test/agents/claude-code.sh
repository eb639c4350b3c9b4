#!/bin/sh
# Claude Code itself, headless, at the Messages door of a running `./trefoil up`: what it is asked to write by a tool is
# there at the end, also when the first service dies between two turns. The emulated model calls the tool that it is told to.
#
# Claude Code is its vendor's, under its vendor's terms. So no test runs this, and it installs nothing without being told:
#
#   ./trefoil up &
#   sh local/src/test/agents/claude-code.sh --install        # from npm, into a temporary folder that it removes again
#   sh local/src/test/agents/claude-code.sh --claude PATH    # one that is there
#
# --port N: the first port of `./trefoil up` (9000)
set -eu

version=2.1.332
port=9000
claude=
install=

while [ $# -gt 0 ]; do
  case $1 in
    --install) install=yes ;;
    --claude)
      claude=$2
      shift
      ;;
    --port)
      port=$2
      shift
      ;;
    *)
      printf '%s: not known; see the first lines of %s\n' "$1" "$0" >&2
      exit 2
      ;;
  esac
  shift
done

if [ -z "$claude" ] && [ -z "$install" ]; then
  printf 'Say --install to install Claude Code %s from npm, under the terms of its vendor, or --claude PATH.\n' "$version" >&2
  exit 2
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

if [ -z "$claude" ]; then
  npm install --prefix "$folder/npm" --no-audit --no-fund --loglevel=error "@anthropic-ai/claude-code@$version"
  claude=$folder/npm/node_modules/.bin/claude
fi

# Has it run a script, in a home and a folder of its own.
# usage: ask URL FOLDER SCRIPT
ask() {
  mkdir -p "$2/home" "$2/work"
  printf '%s\n' "$3" >"$2/work/step.sh"
  (
    cd "$2/work"
    # IS_SANDBOX: root may skip its questions too. Of its own traffic there is none.
    env HOME="$2/home" IS_SANDBOX=1 DISABLE_AUTOUPDATER=1 CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 \
      ANTHROPIC_BASE_URL="$1" ANTHROPIC_AUTH_TOKEN=not-needed \
      ANTHROPIC_MODEL=chat ANTHROPIC_DEFAULT_HAIKU_MODEL=chat \
      "$claude" --print --dangerously-skip-permissions \
      'Bash {"command": "sh step.sh", "description": "Write a file"}' </dev/null
  )
  if [ "$(cat "$2/work/proof.txt" 2>/dev/null)" != trefoil ]; then
    printf 'FAILED: %s has no proof.txt that says trefoil\n' "$2/work" >&2
    exit 1
  fi
}

switchboard=http://127.0.0.1:$port
next=$port
for pair in aws:bedrock azure:azure gcp:vertex_ai; do
  cloud=${pair%:*}
  service=${pair#*:}
  next=$((next + 1))
  ask "http://127.0.0.1:$next" "$folder/$cloud" 'echo trefoil >proof.txt'
  printf 'ok: %s\n' "$cloud"
  ask "http://127.0.0.1:$next" "$folder/$cloud-outage" \
    "curl -sS -X PUT $switchboard/faults/$service -d '{\"kind\": \"outage\"}' && echo trefoil >proof.txt"
  printf 'ok: %s, with %s out since the first turn\n' "$cloud" "$service"
  curl -sS -X DELETE "$switchboard/faults"
done
