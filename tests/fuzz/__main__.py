"""`python -m tests.fuzz [executions] [target ...]`: fuzz the targets, each in its own process, and print counts."""

from __future__ import annotations

import subprocess
import sys
import time

from tests.fuzz import files, solving, written
from tests.fuzz.target import TARGETS, run

DEFAULT = 120_000
assert files and solving and written  # they fill the list


def main(arguments: list[str]) -> int:
    executions = int(arguments[0]) if arguments else DEFAULT
    chosen = [t for t in TARGETS if not arguments[1:] or t.name in arguments[1:]]
    if arguments[1:2] == ["--in-this-process"]:
        (one,) = [t for t in TARGETS if t.name == arguments[2]]
        print(run(one, executions, always_the_same=False))
        return 0
    shares = sum(t.share for t in chosen)
    total = failed = 0
    for one in chosen:
        begun = time.monotonic()
        wanted = max(int(executions * one.share / shares), 1)
        command = ["nice", sys.executable, "-m", "tests.fuzz", str(wanted), "--in-this-process", one.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        ran = int(done.stdout.split()[-1]) if done.returncode == 0 else 0
        total += ran
        failed += done.returncode != 0
        print(f"{ran:>8}  {one.name}  ({time.monotonic() - begun:.0f} s)", flush=True)
        if done.returncode:
            print(done.stdout[-2000:], done.stderr[-4000:], f"exit code {done.returncode}", sep="\n")
    print(f"{total:>8}  executions, {failed} of {len(chosen)} targets failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
