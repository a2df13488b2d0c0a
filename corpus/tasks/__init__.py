"""Sections -> tasks: who must do what by when, read by named rules out of items, sentences, labels and table rows."""
