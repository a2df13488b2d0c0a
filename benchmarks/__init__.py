"""Speed and ranking, as ratios against a baseline stated in the same run. Each module is a command of its own."""
