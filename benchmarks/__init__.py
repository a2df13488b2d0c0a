"""Speed, memory and quality, as ratios against a baseline stated in the same run.

`python -m benchmarks` lists them. Each module with a function `main` is a command of its own, also as
`python -m benchmarks.NAME`. Speed and memory are kept in a history (see benchmarks.history and benchmarks.compare).
"""
