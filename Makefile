# Works with GNU make 3.81 (macOS) and later. Everything that is made lies in .venv, build, dist and caches; `make clean` removes it.
PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
# A stamp is as new as the last successful installation, so a second run installs nothing.
RUNTIME := $(VENV)/runtime.stamp
DEV := $(VENV)/dev.stamp

UV := uv==0.13.9
COMPILE := build/uv/bin/uv --quiet --no-config --system-certs pip compile build/build-system.txt \
  --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

.PHONY: help site serve test lint format bench browsers fuzz lock clean
.DEFAULT_GOAL := help
# Two targets must not install into one .venv at the same time.
.NOTPARALLEL:

help: ## 列出这些命令
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name told; do printf 'make %-8s %s\n' "$$name" "$$told"; done

site: $(RUNTIME) ## 检查 submissions 并生成公开目录和汇总表，写到 dist
	@$(BIN)/catalogue build $(ARGS)
	@echo "在浏览器里看公开目录：make serve"

serve: $(RUNTIME) ## 在本机浏览公开目录，文件改动后自动更新
	@$(BIN)/catalogue serve $(ARGS)

test: $(DEV) ## 检查程序本身并运行全部测试（Debian 上以 root 运行时，先用 apt-get 补装 Chromium、LibreOffice 和字体）
	@tests/system_packages.sh
	@$(MAKE) --no-print-directory lint
	$(BIN)/pytest --numprocesses auto --dist worksteal $(ARGS)

lint: $(DEV) ## 只检查代码和工作流的写法
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/actionlint -shellcheck= -pyflakes= .github/workflows/*.yml
	$(BIN)/zizmor --offline --no-progress --quiet --strict-collection .github

format: $(DEV) ## 整理代码格式
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: $(DEV) ## 测量速度
	$(BIN)/python -m tools.bench $(ARGS)

browsers: $(DEV) ## 用旧版 Chromium 和 Firefox 逐页试用网站（要有 npm 和 firefox-esr，首次下载约 70 MB）
	$(BIN)/python -m tools.browsers

fuzz: $(DEV) ## 用新抽取的输入检验各条规律（约五分钟），再用随机变异的输入冲击读取程序（默认两分钟）
	$(BIN)/pytest -m hypothesis --hypothesis-profile explore --numprocesses auto --dist worksteal
	$(BIN)/python -m tools.leaks --seed $$$$
	$(BIN)/python -m tools.fuzz $(ARGS)

# All files come from one resolution, so the small ones never disagree with the large one.
lock: ## 把依赖更新到 pyproject.toml 允许的最新版本，重写 requirements.txt、requirements-dev.txt 和 requirements-validate.txt
	@$(PYTHON) -m venv build/uv
	@build/uv/bin/python -m pip --disable-pip-version-check install --quiet $(UV)
	@build/uv/bin/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' > build/build-system.txt
	$(COMPILE) pyproject.toml --upgrade --extra dev --output-file requirements-dev.txt
	$(COMPILE) pyproject.toml --upgrade --constraint requirements-dev.txt --no-annotate --output-file requirements.txt
	$(COMPILE) --group validate --upgrade --constraint requirements-dev.txt --no-annotate --output-file requirements-validate.txt

clean: ## 删除一切生成的文件，回到刚取得源码的样子
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find schema scripts tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) > /dev/null || { echo "没有找到 $(PYTHON)。请安装 Python 3.11 或更新的版本；已装在别处时用 make $(MAKECMDGOALS) PYTHON=路径" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本，而 $(PYTHON) 是 $$($(PYTHON) -V 2>&1)。另有较新的版本时用 make $(MAKECMDGOALS) PYTHON=python3.12 这样的写法" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { echo "$(PYTHON) 缺少 venv 模块。Debian 和 Ubuntu 上请先运行：apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUNTIME): requirements.txt pyproject.toml | $(BIN)/python
	@echo "安装运行所需的软件包到 $(VENV)（约 20 秒）……"
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements-dev.txt pyproject.toml | $(BIN)/python
	@echo "安装测试所需的软件包到 $(VENV)（约 40 秒）……"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $(RUNTIME) $@
