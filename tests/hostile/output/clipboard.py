# says: nobody's clipboard is written or read
TEXT = '\x1b]52;c;cm0gLXJmIH4K\x07\x1b]52;p;?\x1b\\'
