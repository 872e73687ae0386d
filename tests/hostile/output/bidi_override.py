# says: what reads otherwise than it is written is shown as it is written
TEXT = '\u202e02 / 02 :erocS\u202c\u202dx\u202a\u202b'
