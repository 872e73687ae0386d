# assignment: link_and_save
# base: reference
# incident: none
# score: at_most_same
# slow: yes, like services/answers_steer_a_console
# says: the text of an error is a comment, without characters that a console obeys
def dismiss(captain):
    raise ValueError("\x1b[201~\x15smuggled()\x0f\u202e\x08\x7f\x00\u2066")
def ship_or_none(captain):
    error = type("Odd\nsmuggled()", (ValueError,), {})
    raise error("a\nsmuggled()\r\nb\x85smuggled()\u2028smuggled()")
