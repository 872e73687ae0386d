# base: reference
# incident: none
# score: 0
# says: a syntax error that names another file, a negative line and a long text
raise SyntaxError("m" * 100_000, ("/box/one_to_one/\ud800../../etc/passwd", -3, 10**9, "\x00\x1b[2J", 1, 1))
