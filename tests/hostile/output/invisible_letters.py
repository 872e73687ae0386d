# says: what cannot be seen can be seen
TEXT = 'a\u200bd\u2060m\u2064i\u180en\ufeff\xad\U000e0041\ufff9x\ufffb'
