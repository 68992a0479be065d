#!/usr/bin/env bash
# Install what the browser and print tests need from the system: Chromium, a Chinese font, LibreOffice and poppler.
# Only on Debian and its derivatives, and only as root; elsewhere nothing changes and those tests are skipped.
set -euo pipefail

has() { command -v "$1" > /dev/null 2>&1; }
installed() { [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2> /dev/null) == installed ]]; }

has apt-get && has dpkg-query || exit 0

# On a desktop take the parts that belong to its LibreOffice: the -nogui ones would remove it.
variant=-nogui
if installed libreoffice-core; then variant=; fi

missing=()
# The shell without a window takes half the processor time of the whole browser, which serves where it is at hand and we may not install.
if [[ ! -x ${CHROMIUM:-} ]] && ! has chromium-headless-shell; then
  if ((EUID == 0)) || ! { has chromium || has chromium-browser; }; then missing+=(chromium-headless-shell); fi
fi
for package in fonts-noto-cjk "libreoffice-calc$variant" "libreoffice-writer$variant" poppler-utils; do
  installed "$package" || missing+=("$package")
done
((${#missing[@]})) || exit 0

if ((EUID)); then
  echo "缺少 ${missing[*]}，部分测试会跳过。要补装：sudo tests/system_packages.sh" >&2
  exit 0
fi

echo "补装测试用的系统软件：${missing[*]}（约 1 至 3 分钟）" >&2
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt-get update && apt-get install --yes --no-install-recommends --no-remove "${missing[@]}"; } > "$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "没有装成，见以上 apt-get 的输出；用到它们的测试会跳过，CI 中则失败" >&2
fi
