"""What each verb of the ``grader`` command does. Options and exit statuses stand in ``grader/cli/``."""
