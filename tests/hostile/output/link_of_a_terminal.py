# says: a link of a terminal's is none
TEXT = '\x1b]8;;file:///etc/passwd\x07click\x1b]8;;\x07'
