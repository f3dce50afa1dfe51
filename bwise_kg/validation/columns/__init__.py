"""The rules of many curricula at once, in columns: what `compiled` finds of them one at a time, several times faster.

A node is one number, of the curriculum and of the term in it, so that nothing of one curriculum is seen from another:
what a store adds to all of them is held once for each. Solutions of a query are columns of such numbers.
"""
