"""What other programs read from the register and write to it.

They see and do what the person may in whose name they ask, by the rules of the pages.
"""
