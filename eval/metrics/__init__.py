"""What is measured, a module for each: its formula, its source, and the figure of one case or of all."""
