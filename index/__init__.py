"""The store: a catalog of documents and passages, their vectors and their words; building it, and retrieval from it.

Open it with `index.store.Store`, fill it with `index.ingest.index_folder`, search it with `index.retrieval`. Nothing is
imported here, so that a command that reads a text does not wait for what searches.
"""
