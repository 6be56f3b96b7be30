"""How quick the program is, each figure beside a bare floor measured in the same run: `python -m tests.benchmarks`."""
