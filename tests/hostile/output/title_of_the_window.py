# says: neither is what names a window
TEXT = '\x1b]0;owned\x07\x1b]2;owned\x1b\\\x1bkowned\x1b\\'
