#!/bin/bash
# Fetches a proposal's commits into the object database, as refs/proposal/head, and checks nothing out.
#
# From the environment: NUMBER of the pull request, or the ref QUEUED of a merge queue; HEAD_SHA; GH_TOKEN, which a private repository
# wants. Git reads the token from its environment, so that it is on no command line and in no file; with it goes nothing but reading.
# Broken or hostile objects (.git or .. as a name) are refused.
set -eu
basic=$(printf 'x-access-token:%s' "$GH_TOKEN" | base64 | tr -d '\n')
echo "::add-mask::$basic"
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="http.$GITHUB_SERVER_URL/.extraheader"
export GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $basic"
if [[ $(git rev-parse --is-shallow-repository) == true ]]; then
  timeout 180 git fetch --quiet --no-tags --unshallow origin
fi
timeout 180 git -c fetch.fsckObjects=true fetch --quiet --no-tags --no-recurse-submodules --no-auto-maintenance \
  origin "+${QUEUED:-refs/pull/$NUMBER/head}:refs/proposal/head"
git cat-file -e "$HEAD_SHA^{commit}" 2> /dev/null || {
  echo "::error title=这一版已被替换::分支已被改写，以新一轮检查为准。"
  exit 1
}
