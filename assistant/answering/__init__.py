"""From evidence to what the person reads: composed in the documents' words, each statement with [n]."""
