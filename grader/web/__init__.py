"""The site: students submit and understand, staff see a class and act. The same gradebook and the same lanes.

Everything here runs as a Django site (``settings``), which is set up before anything of it is imported. ``grader
serve`` starts its two processes: the web server (``wsgi``) and the worker (``worker``), which has the lanes.
"""
