# says: no picture, no macro, no private message
TEXT = '\x1bPq#0;2;0;0;0#0~~@@vv\x1b\\\x1b_Gf=32;AAAA\x1b\\\x1b^x\x1b\\\x1bX\x1b\\'
