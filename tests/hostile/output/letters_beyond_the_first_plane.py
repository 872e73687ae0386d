# says: whole ones stay whole
TEXT = '\U0001f600 \U00020000 \xe9 e\u0301 \u0438\u0306'
