# says: nothing is written over
TEXT = 'failed\rScore: 20 / 20\x08\x08\x08\x7f\x0b\x0c\x0e\x0f'
