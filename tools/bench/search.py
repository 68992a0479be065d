"""The search index against Pagefind's over the same documents, and what a visitor's first query costs in Chromium."""

from __future__ import annotations

import base64
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scripts.site.build import build_site
from scripts.site.search import documents
from scripts.site.search_index import write
from tools import ROOT
from tools.bench.peers import pagefind
from tools.bench.prose import prose_catalogue
from tools.browser import chromium, served
from tools.site_fixture import site_input

QUERIES = ("大模型", "智能科技有限公司", "能源化工", "物流 合同", "知识", "能", "damoxing")
FIRST = """new MutationObserver((_, seen) => { if (document.querySelector('.hit__name')) { window.first = performance.now(); seen.disconnect(); } })
  .observe(document, { childList: true, subtree: true });"""


@dataclass(frozen=True, slots=True)
class Made:
    """An index: seconds, MiB of memory beyond what held the documents, files, their bytes as they are and compressed."""

    seconds: float
    memory: float
    files: int
    size: int
    packed: int
    largest: int


def run(folder: Path, units: int, runs: int) -> str:
    """Each index ``runs`` times in turn; then the queries, each in a fresh browser."""
    ours, theirs = list[Made](), list[Made]()
    for _ in range(runs):
        ours.append(_measured(folder / "ours", units))
        if (binary := pagefind()) is not None:
            theirs.append(_peer(binary, folder / "pagefind", units))
    rows = [_row("ours", ours, ours), *([_row("Pagefind", theirs, ours)] if theirs else [])]
    head = [
        "| index | seconds | MiB | time / ours | MiB / ours | files | MB | MB gzip | largest file kB |",
        "| --- |" + " --- |" * 8,
    ]
    return "\n".join([f"### search：{units} 条", "", *head, *rows, "", *_queries(folder), ""])


def _row(name: str, made: list[Made], ours: list[Made]) -> str:
    seconds, memory = (statistics.median(m.seconds for m in made), max(m.memory for m in made))
    ratios = seconds / statistics.median(m.seconds for m in ours), memory / max(1, *(m.memory for m in ours))
    last = made[-1]
    return (
        f"| {name} | {seconds:.2f} | {memory:.0f} | {ratios[0]:.2f} | {ratios[1]:.1f} | {last.files} "
        f"| {last.size / 1e6:.1f} | {last.packed / 1e6:.1f} | {last.largest / 1e3:.0f} |"
    )


def _weighed(folder: Path, seconds: float, memory: float) -> Made:
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    packed = sum(len(zlib.compress(data, 6)) for data in files)
    return Made(seconds, memory, len(files), sum(map(len, files)), packed, max(map(len, files)))


def _measured(folder: Path, entries: int) -> Made:
    """Build our index in a separate process, since peak memory never falls within one."""
    shutil.rmtree(folder, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(folder), str(entries)], cwd=ROOT, check=True, capture_output=True
    )
    return _weighed(folder, *json.loads(done.stdout))


def _build(folder: Path, entries: int) -> None:
    cat = prose_catalogue(entries)
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    write(folder, cat)
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024]))


def _messages(folder: Path, entries: int) -> Iterator[dict[str, Any]]:
    """Pagefind's service: an index, each document with its texts and facets, then write."""
    yield {"type": "NewIndex", "config": {}}
    for document in documents(prose_catalogue(entries)):
        yield {
            "type": "AddRecord", "index_id": 0, "url": document.url, "language": "zh", "content": "\n".join(document.ranks),
            "meta": {"title": document.name, "facts": "　".join(document.facts)}, "sort": {},
            "filters": {"kind": [document.kind], "level": [str(document.levels)], "city": [str(document.city)]},
        }  # fmt: skip
    yield {"type": "WriteFiles", "index_id": 0, "output_path": str(folder)}


def _peer(binary: Path, folder: Path, entries: int) -> Made:
    shutil.rmtree(folder, ignore_errors=True)
    messages = [
        base64.b64encode(json.dumps({"message_id": number, "payload": payload}).encode()) + b","
        for number, payload in enumerate(_messages(folder, entries), 1)
    ]
    start = time.perf_counter()
    process = subprocess.Popen([binary, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin and process.stdout
    threading.Thread(target=_drain, args=(process, len(messages))).start()
    for message in messages:
        process.stdin.write(message)
    process.stdin.flush()
    _, _, usage = os.wait4(process.pid, 0)
    return _weighed(folder, time.perf_counter() - start, usage.ru_maxrss / 1024)


def _drain(process: subprocess.Popen[bytes], count: int) -> None:
    """Reads the answers; the last one ends the service."""
    assert process.stdin and process.stdout
    while count and (part := os.read(process.stdout.fileno(), 1 << 20)):
        count -= part.count(b",")
    process.stdin.close()


def _queries(folder: Path) -> Iterator[str]:
    """A small site with the large index, opened at each query with nothing cached."""
    build_site(ROOT, folder / "site", site_input())
    shutil.rmtree(folder / "site" / "search" / json.loads((folder / "site/search/index.json").read_bytes())["folder"])
    shutil.copytree(folder / "ours", folder / "site" / "search", dirs_exist_ok=True)
    yield from (
        "| first query | hits | requests | kB | kB gzip | ms from opening to first hit | ms from question to answer |",
        "| --- |" + " --- |" * 6,
    )
    with served(folder / "site") as address, chromium() as browser:
        for query in QUERIES:
            page = browser.new_context(locale="zh-CN").new_page()
            answers: list[Any] = []
            page.on(
                "response", lambda answer, answers=answers: answers.append(answer) if "/search/" in answer.url else None
            )
            page.add_init_script(FIRST)
            page.goto(f"{address}search/?q={quote(query)}")
            page.locator(".hit__name").first.wait_for()
            page.wait_for_load_state("networkidle")
            first, state = page.evaluate("window.first"), page.locator("[data-state]").inner_text()
            bodies = [
                answer.body()
                for answer in answers
                if not answer.url.endswith((".js", ".html")) and "?q=" not in answer.url
            ]
            size, packed = sum(map(len, bodies)) / 1e3, sum(len(zlib.compress(body, 6)) for body in bodies) / 1e3
            yield f"| {query} | {state.split()[1]} | {len(bodies)} | {size:.0f} | {packed:.0f} | {first:.0f} | {_typed(browser, address, query):.0f} |"


def _typed(browser: Any, address: str, query: str) -> float:
    """Milliseconds from asking to the names of the first four, on an open page whose index is not there yet."""
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(address + "search/")
    page.wait_for_load_state("networkidle")
    return float(
        page.evaluate(
            """async (query) => {
              const { library } = await import(new URL("../assets/js/search/library.js", document.baseURI).href);
              const start = performance.now();
              const { ids } = await library.find(query);
              await library.cards(ids.slice(0, 4));
              return performance.now() - start;
            }""",
            query,
        )
    )


if __name__ == "__main__":
    _build(Path(sys.argv[1]), int(sys.argv[2]))
