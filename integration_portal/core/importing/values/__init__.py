"""Understanding cells. Every reader takes a raw cell and returns `problems.Parsed`: the value, what to say, the words left over.

No reader raises for odd input, and none drops a word silently: what no value took is in `rest` or in a problem's original.
"""
