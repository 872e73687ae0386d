# says: what repaints a screen is seen and not obeyed
TEXT = '\x1b[2J\x1b[H\x1b[1;1HScore: 20 / 20\x1b[31m\x1b[?1049h\x1bc'
