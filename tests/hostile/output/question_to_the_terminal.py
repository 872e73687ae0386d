# says: a terminal is asked nothing: it would answer as if somebody typed
TEXT = '\x1b[6n\x1b[c\x1b[5n\x05\x1b[21t\x1bP+q544e\x1b\\'
