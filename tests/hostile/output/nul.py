# says: a letter that ends a text in other languages ends none
TEXT = 'models.py\x00.txt\x00'
