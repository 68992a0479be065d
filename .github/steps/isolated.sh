#!/bin/bash
# Runs a command that reads a stranger's bytes: isolated.sh [NAME=VALUE…] COMMAND…
#
# It has no network, no way to become root again (no sudo, no docker), no groups and no capabilities, five minutes, and of the
# environment only what is listed here and before the command.
set -eu
exec sudo unshare --net -- setpriv --reuid="$(id -u)" --regid=65534 --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs -- \
  env -i PATH="$PATH" HOME="$HOME" LD_LIBRARY_PATH="${LD_LIBRARY_PATH-}" GITHUB_ACTIONS=true CI=true timeout 300 \
  env "$@"
