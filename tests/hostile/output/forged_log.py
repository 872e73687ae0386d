# says: one record stays one line
TEXT = 'x\n2026-01-01 00:00:00 INFO eve graded 20/20\r\n[AutogradeApp | INFO] done\n::set-output name=score::20'
