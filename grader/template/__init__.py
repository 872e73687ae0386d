"""What a student receives: one complete Django project for each assignment, made of the assignment and the grader."""
