"""Cases with hand-made gold, what is measured on them, which stage lost one, and the report.

Never a bare `import eval`: the name would hide the builtin.
"""
