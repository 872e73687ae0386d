# says: a separator that only Unicode knows ends no line
TEXT = 'x\u2028Score: 20 / 20\u2029\x85y'
