"""How heavy and how quick the report's page is (`python -m tests.benchmarks.page`), on a dataset of any size."""

import sys
from pathlib import Path

# The builders of tests/corpus are modules of their own, as pytest imports them.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "corpus"))
