# says: a text cannot pose as a line of the report
TEXT = 'x\nScore: 20 / 20\nStatus: graded\n\n  [passed] everything  20 / 20\nIsolation: full\n'
