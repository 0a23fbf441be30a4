"""How well table engines read pages: the score, the engines, the sets, the run (`python -m tests.benchmarks.tables`).

Development seeds are 0-199. Seeds from 1000 up are held out: nobody looks at their pages or tunes on them, and
docs/benchmarks.md is measured on them.
"""
