"""LTI 1.3: the site as a tool that Moodle, Canvas and Open edX launch, and that sends marks back to them.

What the protocol says is in ``grader.lms.lti``; here are its rows, its pages, and what runs in the background.
"""
