# says: nor in the signs of East Asia, or in raised ones
TEXT = '\uff1dcmd()\n\uff0b1\n\uff0d1\n\uff20x\n\ufe661\n\u207c1'
