"""Where the student's program and its database lie. Written here for the box; a student's own machine has its own."""

WORK = "/box"  # holds the app's folder
DATABASE = "/box/db.sqlite3"
