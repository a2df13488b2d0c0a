"""Cases with hand-made gold over the shipped documents, and reading them.

Never a bare `import eval`: the name would hide the builtin.
"""
