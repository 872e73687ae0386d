"""What runs on a student's own machine: the judge's code and the box's, within one process.

It is copied into every student's project (``grader template``), together with all that it imports. Nothing of the
grader imports it: here nobody is kept apart from anybody.
"""
