"""A question -> its evidence -> the answer with citations, or a refusal; the page, the command line, the settings.

`assistant.pipeline` shows the whole way of a question on one page.
"""
