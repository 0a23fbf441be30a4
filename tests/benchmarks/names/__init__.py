"""How well names are put together, beside other ways to do it: `python -m tests.benchmarks.names`."""
