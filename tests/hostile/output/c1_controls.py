# says: the same, in one letter each
TEXT = '\x9b2J\x9b31m\x9d0;owned\x9c\x90q\x9c\x85\x84\x8d'
