"""Documents -> text with offsets -> sections and passages: readers, structure, facts, and the gazetteer.

It holds the shipped documents with their manifest too. No model and no store: only the standard library, file readers
and a sentence splitter.
"""
